package io.github.d365fo.connector.internal.observe;

import io.github.d365fo.connector.ConnectorListener;
import io.github.d365fo.connector.ConnectorListener.RequestEnded;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.error.ErrorType;
import io.github.d365fo.connector.internal.http.Request;
import io.github.d365fo.connector.internal.http.Response;
import io.github.d365fo.connector.internal.time.Stopwatch;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One attempt, and what is told of it. Used by one thread after the other, except for the end of its call. */
public final class OpenRequest implements Open {
    private final CallEvents call;
    private final Operation operation;
    private final int attempt;
    private final Request request;
    private final Stopwatch since = new Stopwatch();
    private ConnectorListener.@Nullable Request event;
    private volatile @Nullable Response response;
    private volatile long sent;

    OpenRequest(CallEvents call, Operation operation, int attempt, Request request) {
        this.call = call;
        this.operation = operation;
        this.attempt = attempt;
        this.request = request;
    }

    void begin() {
        if (call.hasListeners()) {
            ConnectorListener.Request begun = event(call.attempted());
            call.begin(this, listener -> listener.onRequest(begun));
        }
        if (call.isHeard()) {
            call.record(listener -> listener.onRequest(event()));
        }
    }

    /** Returns {@code whole}, the request, in a form that counts what is sent of its payload, if that is told. */
    public Request counted(Request whole) {
        return call.hasListeners() && whole.isUpload() ? whole.heardBy((bytes, total) -> sent = bytes) : whole;
    }

    /** Tells that the headers of {@code answer} came, with the service's id of the request. */
    public void answered(Response answer, Optional<String> requestId) {
        response = answer;
        tellResponse(OptionalInt.of(answer.status()), requestId, Optional.empty());
    }

    /** Tells that no response came, and why in words. */
    public void lost(String why) {
        tellResponse(OptionalInt.empty(), Optional.empty(), Optional.of(why));
    }

    private void tellResponse(OptionalInt status, Optional<String> requestId, Optional<String> failure) {
        if (call.isHeard()) {
            Duration elapsed = since.elapsed();
            ConnectorListener.Response told = new ConnectorListener.Response(
                    event(), status, requestId.map(call::clean), failure.map(call::clean), elapsed);
            call.tell(listener -> listener.onResponse(told));
        }
    }

    /** Tells that the attempt is over, for {@code type} if it failed. */
    public void ended(@Nullable ErrorType type) {
        if (call.hasListeners()) {
            call.end(this, () -> end(Optional.ofNullable(type)));
        }
    }

    @Override
    public Consumer<ConnectorListener> endOfCall(ErrorType reason) {
        return end(Optional.of(reason));
    }

    private Consumer<ConnectorListener> end(Optional<ErrorType> type) {
        Response answer = response;
        RequestEnded ended = new RequestEnded(
                event(),
                answer == null ? OptionalInt.empty() : OptionalInt.of(answer.status()),
                request.isUpload() ? sent : request.textSize(),
                answer == null ? 0 : answer.received(),
                type,
                call.attemptOver(),
                since.elapsed());
        return listener -> listener.onRequestEnded(ended);
    }

    /** Tells that the request will be sent again after {@code delay}, and why in words and in one. */
    public void retried(Duration delay, String cause, ErrorType type) {
        ConnectorListener.Retry told = new ConnectorListener.Retry(event(), delay, call.clean(cause), type);
        call.tell(listener -> listener.onRetry(told));
    }

    /** Tells that the client sends nothing for {@code delay}, since the service wants that. */
    public void throttled(Duration delay) {
        ConnectorListener.Throttle told = new ConnectorListener.Throttle(event(), delay);
        call.tell(listener -> listener.onThrottle(told));
    }

    private ConnectorListener.Request event() {
        return event(0);
    }

    /** Returns the event of the request; the first call counts. */
    private synchronized ConnectorListener.Request event(int inFlight) {
        ConnectorListener.Request made = event;
        if (made == null) {
            URI target = request.uri();
            made = new ConnectorListener.Request(
                    call.info(),
                    Observer.nextId(),
                    operation,
                    attempt,
                    request.method(),
                    target.getHost(),
                    port(target),
                    UrlTemplates.of(operation, target),
                    inFlight);
            event = made;
        }
        return made;
    }

    private static int port(URI target) {
        int usual = "https".equalsIgnoreCase(target.getScheme()) ? 443 : 80;
        return target.getPort() == -1 ? usual : target.getPort();
    }
}
