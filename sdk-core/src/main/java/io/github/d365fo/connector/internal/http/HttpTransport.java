package io.github.d365fo.connector.internal.http;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.internal.ClientSettings;
import io.github.d365fo.connector.internal.http.ExchangeFailure.LocalTrouble;
import io.github.d365fo.connector.internal.http.ExchangeFailure.NoAnswer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request over {@code java.net.http} and returns when its answer's headers are here. Blocks the calling
 * thread, in which the payload is read and the body pulled; an interrupt ends the exchange. Thread-safe.
 */
public final class HttpTransport {
    private final HttpClients clients;
    private final ClientSettings.Timeouts timeouts;
    private final String userAgent;

    /** Creates a transport with the settings' clients and timeouts. */
    public HttpTransport(ClientSettings settings) {
        this.clients = new HttpClients(settings);
        this.timeouts = settings.timeouts();
        this.userAgent = settings.userAgent();
    }

    /** Sends {@code request}, with {@code bearer} if there is one, within {@code left}. */
    public Answer send(Outgoing request, @Nullable String bearer, Duration left)
            throws NoAnswer, LocalTrouble, InterruptedException {
        Duration response = left.compareTo(timeouts.response()) < 0 ? left : timeouts.response();
        HttpRequest.Builder http = request(request, bearer);
        HttpClient client = clients.of(request.operation());
        HttpResponse<PullBody> answer = request.payload() == null
                ? small(client, http.timeout(response).build())
                : upload(client, http, request.payload(), request, response);
        return new Answer(answer, response, timeouts.stall());
    }

    /** Lets the SDK's own HTTP clients go once their exchanges are over. */
    public void close() {
        clients.close();
    }

    private HttpRequest.Builder request(Outgoing request, @Nullable String bearer) {
        HttpRequest.Builder http = HttpRequest.newBuilder(request.uri())
                .version(HttpClient.Version.HTTP_1_1)
                .setHeader("User-Agent", userAgent)
                .method(
                        request.method(),
                        request.text() == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(request.text()));
        request.headers().forEach(http::setHeader);
        if (bearer != null) {
            http.setHeader("Authorization", "Bearer " + bearer);
        }
        return http;
    }

    private static HttpResponse<PullBody> small(HttpClient client, HttpRequest request)
            throws NoAnswer, InterruptedException {
        try {
            return client.send(request, info -> new PullBody());
        } catch (IOException | IllegalArgumentException e) {
            // The JDK throws the latter at headers that make no sense to it.
            throw new NoAnswer(Losses.describe(e), e, !Losses.isBeforeSending(e));
        }
    }

    private HttpResponse<PullBody> upload(
            HttpClient client, HttpRequest.Builder http, Payload payload, Outgoing request, Duration response)
            throws NoAnswer, LocalTrouble, InterruptedException {
        try (PayloadReader reader = PayloadReader.open(payload)) {
            PumpedBody body = new PumpedBody(reader.length());
            CompletableFuture<HttpResponse<PullBody>> exchange =
                    begun(client, http.method(request.method(), body).build(), body);
            CompletableFuture<HttpResponse<PullBody>> answered = exchange.whenComplete((answer, failure) -> body.end());
            try {
                return pump(new Upload(reader, body, timeouts.stall(), request.progress()), answered, body, response);
            } finally {
                // Without effect on an exchange that has its answer.
                exchange.cancel(true);
            }
        }
    }

    /** A proxy selector or an executor that fails does so before anything is sent. */
    private static CompletableFuture<HttpResponse<PullBody>> begun(
            HttpClient client, HttpRequest request, PumpedBody body) throws NoAnswer, InterruptedException {
        try {
            return client.sendAsync(request, info -> new PullBody());
        } catch (Throwable e) {
            if (e instanceof InterruptedException interrupt) {
                throw interrupt;
            }
            throw new NoAnswer("the HTTP client did not begin: " + e, e, body.wasTaken());
        }
    }

    private HttpResponse<PullBody> pump(
            Upload upload, CompletableFuture<HttpResponse<PullBody>> exchange, PumpedBody body, Duration response)
            throws NoAnswer, LocalTrouble, InterruptedException {
        if (upload.pump() == PumpedBody.Push.STALLED) {
            throw new NoAnswer(
                    "the upload stood still for " + timeouts.stall().toMillis() + " ms", null, body.wasTaken());
        }
        try {
            return exchange.get(response.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new NoAnswer("no answer within " + response.toMillis() + " ms", e, true);
        } catch (ExecutionException | CancellationException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            boolean early = Losses.isBeforeSending(cause) || (body.contentLength() != 0 && !body.wasTaken());
            throw new NoAnswer(Losses.describe(cause), cause, !early);
        }
    }

    /** Returns whether a request of {@code operation} moves a file. */
    static boolean isBulk(Operation operation) {
        return switch (operation) {
            case ENQUEUE, DOWNLOAD, BLOB_UPLOAD, BLOB_DOWNLOAD -> true;
            default -> false;
        };
    }
}
