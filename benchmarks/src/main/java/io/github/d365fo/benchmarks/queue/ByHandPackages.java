package io.github.d365fo.benchmarks.queue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;

/** What workers do with {@code java.net.http}, jackson-core and no SDK. */
final class ByHandPackages implements PackageClient {
    private final URI address;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    ByHandPackages(URI address) {
        this.address = address;
    }

    @Override
    public long empty(int atOnce, Path directory) throws Exception {
        return Worker.empty(atOnce, directory, () -> this::takePackage);
    }

    private boolean takePackage(Path target) throws IOException, InterruptedException {
        HttpResponse<byte[]> dequeued = client.send(
                request(address.resolve(QueueClient.DEQUEUE)).build(), HttpResponse.BodyHandlers.ofByteArray());
        if (dequeued.statusCode() == 204) {
            return false;
        }
        QueueClient.require(dequeued.statusCode(), 200);
        Message message = Message.of(dequeued.body());
        HttpRequest download = request(URI.create(message.downloadLocation())).build();
        QueueClient.require(
                client.send(download, HttpResponse.BodyHandlers.ofFile(target)).statusCode(), 200);
        HttpRequest acknowledge = request(address.resolve(QueueClient.ACKNOWLEDGE))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(message.json()))
                .build();
        QueueClient.require(
                client.send(acknowledge, HttpResponse.BodyHandlers.ofByteArray())
                        .statusCode(),
                200);
        return true;
    }

    private static HttpRequest.Builder request(URI uri) {
        return HttpRequest.newBuilder(uri)
                .timeout(QueueClient.TIMEOUT)
                .header("Authorization", QueueClient.AUTHORIZATION);
    }
}
