package io.github.d365fo.connector.internal.http;

import io.github.d365fo.connector.internal.http.ExchangeFailure.LocalTrouble;
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

/** One sending of one request, up to the headers of its answer. Used by one thread. */
final class Sending {
    private final HttpClient client;
    private final Outgoing request;
    private final HttpRequest.Builder head;
    private final Departure departure;
    private final Duration responseTimeout;
    private boolean early;

    Sending(
            HttpClient client,
            Outgoing request,
            HttpRequest.Builder head,
            Departure departure,
            Duration responseTimeout) {
        this.client = client;
        this.request = request;
        this.head = head;
        this.departure = departure;
        this.responseTimeout = responseTimeout;
    }

    /** Sends the request with its text, or with none. */
    HttpResponse<PullBody> small() throws LostException, InterruptedException {
        HttpRequest http = head.timeout(responseTimeout)
                .method(request.method(), new SmallBody(request.text(), departure))
                .build();
        WatchedTls.begin(departure);
        try {
            return client.send(http, info -> new PullBody());
        } catch (IOException | IllegalArgumentException e) {
            // The JDK throws the latter at headers that make no sense to it.
            throw LostException.of(e);
        } catch (Throwable e) {
            throw LostException.notBegun(e);
        } finally {
            WatchedTls.end();
        }
    }

    /** Sends the request with {@code payload}, which is read in this thread. */
    HttpResponse<PullBody> upload(Pieces payload, Duration stallTimeout)
            throws LostException, LocalTrouble, InterruptedException {
        PumpedBody body = new PumpedBody(payload.length(), departure);
        CompletableFuture<HttpResponse<PullBody>> exchange = start(body);
        CompletableFuture<HttpResponse<PullBody>> answered = exchange.whenComplete((answer, failure) -> body.end());
        try {
            PumpedBody.Push end = new Upload(payload, body, stallTimeout, request.progress()).pump();
            early = end == PumpedBody.Push.OVER;
            if (end == PumpedBody.Push.STALLED) {
                throw LostException.givenUp(
                        "the upload was given up, for nothing more could be written for " + stallTimeout.toMillis()
                                + " ms",
                        null);
            }
            return answered.get(responseTimeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw LostException.givenUp("no answer within " + responseTimeout.toMillis() + " ms", e);
        } catch (ExecutionException | CancellationException e) {
            throw LostException.of(e.getCause() == null ? e : e.getCause());
        } finally {
            // Without effect on an exchange that has its answer.
            exchange.cancel(true);
        }
    }

    /** Returns whether the answer came before the payload had been handed over to its end. */
    boolean isEarly() {
        return early;
    }

    private CompletableFuture<HttpResponse<PullBody>> start(PumpedBody body)
            throws LostException, InterruptedException {
        WatchedTls.begin(departure);
        try {
            return client.sendAsync(head.method(request.method(), body).build(), info -> new PullBody());
        } catch (Throwable e) {
            throw LostException.notBegun(e);
        } finally {
            WatchedTls.end();
        }
    }
}
