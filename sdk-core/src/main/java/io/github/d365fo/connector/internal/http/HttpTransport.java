package io.github.d365fo.connector.internal.http;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.Outcome;
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
    private static final System.Logger LOG = System.getLogger(HttpTransport.class.getName());

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
                .setHeader("OData-Version", "4.0")
                .setHeader("OData-MaxVersion", "4.0")
                .setHeader("Accept", "application/json;odata.metadata=minimal")
                .setHeader("Accept-Charset", "UTF-8")
                .method(
                        request.method(),
                        request.json() == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(request.json()));
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
        } catch (IOException e) {
            throw new NoAnswer(Losses.describe(e), e, !Losses.isBeforeSending(e));
        }
    }

    private HttpResponse<PullBody> upload(
            HttpClient client, HttpRequest.Builder http, Payload payload, Outgoing request, Duration response)
            throws NoAnswer, LocalTrouble, InterruptedException {
        Payload.Content content = open(payload);
        PumpedBody body = new PumpedBody(content.length());
        CompletableFuture<HttpResponse<PullBody>> exchange =
                client.sendAsync(http.method(request.method(), body).build(), info -> new PullBody());
        CompletableFuture<HttpResponse<PullBody>> answered = exchange.whenComplete((answer, failure) -> body.end());
        try {
            return pump(new Upload(content, body, timeouts.stall(), request.progress()), answered, body, response);
        } finally {
            // Without effect on an exchange that has its answer.
            exchange.cancel(true);
            close(content);
        }
    }

    private static Payload.Content open(Payload payload) throws LocalTrouble {
        try {
            return payload.open();
        } catch (IOException e) {
            throw new LocalTrouble("the payload can't be opened: " + e.getMessage(), e, Outcome.NOT_SENT);
        }
    }

    private static void close(Payload.Content content) {
        try {
            content.close();
        } catch (IOException e) {
            // Its bytes were read or will not be; what became of the request is decided elsewhere.
            LOG.log(System.Logger.Level.DEBUG, "a payload could not be closed", e);
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
        return operation == Operation.ENQUEUE || operation == Operation.DOWNLOAD;
    }
}
