package io.github.d365fo.connector.internal.http;

import io.github.d365fo.connector.internal.failure.Speakable;
import io.github.d365fo.connector.internal.http.ExchangeFailure.LocalTrouble;
import io.github.d365fo.connector.internal.http.ExchangeFailure.NoAnswer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends a request once, up to the headers of its response. Used by one thread.
 *
 * <p>{@code HttpClient.sendAsync} is of no use here: its future completes in the common pool, all of whose threads the
 * program may have occupied.
 */
final class Sending {
    private final HttpClient client;
    private final Executor senders;
    private final Request request;
    private final HttpRequest.Builder head;
    private final Departure departure;
    private final Duration responseTimeout;
    private boolean early;

    Sending(
            HttpClient client,
            Executor senders,
            Request request,
            HttpRequest.Builder head,
            Departure departure,
            Duration responseTimeout) {
        this.client = client;
        this.senders = senders;
        this.request = request;
        this.head = head;
        this.departure = departure;
        this.responseTimeout = responseTimeout;
    }

    /** Sends the request with its text, if any. */
    HttpResponse<PullBodySubscriber> small() throws LostException, InterruptedException {
        return exchange(head.timeout(responseTimeout)
                .method(request.method(), new SmallBody(request.text(), departure))
                .build());
    }

    /** Sends the request with {@code payload}, which is read in this thread while another one waits for the response. */
    HttpResponse<PullBodySubscriber> upload(Pieces payload, Duration stallTimeout)
            throws LostException, LocalTrouble, NoAnswer, InterruptedException {
        PushBodyPublisher body = new PushBodyPublisher(payload.length(), departure);
        Upload upload = new Upload(payload, body, stallTimeout, request.progress());
        FutureTask<HttpResponse<PullBodySubscriber>> answer = start(body);
        try {
            PushBodyPublisher.Push end = upload.pump();
            early = end == PushBodyPublisher.Push.OVER;
            if (end == PushBodyPublisher.Push.STALLED) {
                throw LostException.givenUp(
                        "the upload was aborted, since nothing could be written for " + stallTimeout.toMillis() + " ms",
                        null);
            }
            return answer.get(responseTimeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw LostException.givenUp("no response within " + responseTimeout.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof LostException lost ? lost : LostException.of(e);
        } catch (RuntimeException | Error e) {
            if (upload.isCutShort()) {
                throw notSent(e);
            }
            throw e;
        } finally {
            // Has no effect on an exchange that has its response.
            answer.cancel(true);
        }
    }

    /** A request of which the service lacks the end has no effect, however much of it has left. */
    private static NoAnswer notSent(Throwable failure) {
        Throwable told = Speakable.of(failure);
        return new NoAnswer("the upload broke off: " + told, told, false);
    }

    /** Returns whether the response came before the whole payload was sent. */
    boolean isEarly() {
        return early;
    }

    private FutureTask<HttpResponse<PullBodySubscriber>> start(PushBodyPublisher body)
            throws LostException, InterruptedException {
        try {
            HttpRequest http = head.method(request.method(), body).build();
            FutureTask<HttpResponse<PullBodySubscriber>> answer = new FutureTask<>(() -> exchange(http)) {
                @Override
                protected void done() {
                    body.end();
                }
            };
            senders.execute(answer);
            return answer;
        } catch (Throwable e) { // There may be no free thread.
            throw LostException.notBegun(e);
        }
    }

    private HttpResponse<PullBodySubscriber> exchange(HttpRequest http) throws LostException, InterruptedException {
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
}
