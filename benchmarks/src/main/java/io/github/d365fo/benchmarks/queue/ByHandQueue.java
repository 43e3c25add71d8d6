package io.github.d365fo.benchmarks.queue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;

/** What one writes with {@code java.net.http}, jackson-core and no SDK. */
final class ByHandQueue implements QueueClient {
    private final URI address;
    private final HttpClient client;
    private final boolean async;

    private ByHandQueue(URI address, HttpClient.Builder client, boolean async) {
        this.address = address;
        this.client = client.version(HttpClient.Version.HTTP_1_1).build();
        this.async = async;
    }

    /** Runs the client's work where it arises, as the SDK does. */
    static ByHandQueue likeTheSdk(URI address) {
        return new ByHandQueue(address, HttpClient.newBuilder().executor(Runnable::run), false);
    }

    static ByHandQueue withDefaults(URI address) {
        return new ByHandQueue(address, HttpClient.newBuilder(), false);
    }

    static ByHandQueue async(URI address) {
        return new ByHandQueue(address, HttpClient.newBuilder(), true);
    }

    @Override
    public Load messages() {
        return async ? Load.ofFutures(this::takeMessageAsync) : Load.ofThreads(this::takeMessage);
    }

    @Override
    public void close() {
        // Before JDK 21 a client ends when it is garbage collected.
    }

    private void takeMessage() throws IOException, InterruptedException {
        HttpResponse<byte[]> dequeued = client.send(dequeue(), HttpResponse.BodyHandlers.ofByteArray());
        HttpRequest acknowledge = acknowledge(dequeued);
        QueueClient.require(
                client.send(acknowledge, HttpResponse.BodyHandlers.ofByteArray())
                        .statusCode(),
                200);
    }

    private CompletableFuture<?> takeMessageAsync() {
        return client.sendAsync(dequeue(), HttpResponse.BodyHandlers.ofByteArray())
                .thenApply(ByHandQueue.this::acknowledgeUnchecked)
                .thenCompose(request -> client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray()))
                .thenAccept(response -> QueueClient.require(response.statusCode(), 200));
    }

    private HttpRequest acknowledgeUnchecked(HttpResponse<byte[]> dequeued) {
        try {
            return acknowledge(dequeued);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpRequest dequeue() {
        return request(DEQUEUE).build();
    }

    private HttpRequest acknowledge(HttpResponse<byte[]> dequeued) throws IOException {
        QueueClient.require(dequeued.statusCode(), 200);
        return request(ACKNOWLEDGE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(
                        Message.of(dequeued.body()).json()))
                .build();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(path))
                .timeout(TIMEOUT)
                .header("Accept", "application/json")
                .header("Authorization", AUTHORIZATION);
    }
}
