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

/** Sends a request once, up to the headers of its response. Used by one thread. */
final class Sending {
    private final HttpClient client;
    private final Request request;
    private final HttpRequest.Builder head;
    private final Departure departure;
    private final Duration responseTimeout;
    private boolean early;

    Sending(
            HttpClient client,
            Request request,
            HttpRequest.Builder head,
            Departure departure,
            Duration responseTimeout) {
        this.client = client;
        this.request = request;
        this.head = head;
        this.departure = departure;
        this.responseTimeout = responseTimeout;
    }

    /** Sends the request with its text, if any. */
    HttpResponse<PullBodySubscriber> small() throws LostException, InterruptedException {
        HttpRequest http = head.timeout(responseTimeout)
                .method(request.method(), new SmallBody(request.text(), departure))
                .build();
        WatchedTls.begin(departure);
        try {
            return client.send(http, info -> new PullBodySubscriber());
        } catch (IOException | IllegalArgumentException e) {
            // The JDK throws the latter on invalid headers.
            throw LostException.of(e);
        } catch (Throwable e) {
            throw LostException.notBegun(e);
        } finally {
            WatchedTls.end();
        }
    }

    /** Sends the request with {@code payload}, which is read in this thread. */
    HttpResponse<PullBodySubscriber> upload(Pieces payload, Duration stallTimeout)
            throws LostException, LocalTrouble, InterruptedException {
        PushBodyPublisher body = new PushBodyPublisher(payload.length(), departure);
        CompletableFuture<HttpResponse<PullBodySubscriber>> exchange = start(body);
        CompletableFuture<HttpResponse<PullBodySubscriber>> answered =
                exchange.whenComplete((answer, failure) -> body.end());
        try {
            PushBodyPublisher.Push end = new Upload(payload, body, stallTimeout, request.progress()).pump();
            early = end == PushBodyPublisher.Push.OVER;
            if (end == PushBodyPublisher.Push.STALLED) {
                throw LostException.givenUp(
                        "the upload was aborted, since nothing could be written for " + stallTimeout.toMillis() + " ms",
                        null);
            }
            return answered.get(responseTimeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw LostException.givenUp("no response within " + responseTimeout.toMillis() + " ms", e);
        } catch (ExecutionException | CancellationException e) {
            throw LostException.of(e.getCause() == null ? e : e.getCause());
        } finally {
            // Has no effect on an exchange that has its response.
            exchange.cancel(true);
        }
    }

    /** Returns whether the response came before the whole payload was sent. */
    boolean isEarly() {
        return early;
    }

    private CompletableFuture<HttpResponse<PullBodySubscriber>> start(PushBodyPublisher body)
            throws LostException, InterruptedException {
        WatchedTls.begin(departure);
        try {
            return client.sendAsync(head.method(request.method(), body).build(), info -> new PullBodySubscriber());
        } catch (Throwable e) {
            throw LostException.notBegun(e);
        } finally {
            WatchedTls.end();
        }
    }
}
