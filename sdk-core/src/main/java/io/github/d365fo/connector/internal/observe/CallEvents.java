package io.github.d365fo.connector.internal.observe;

import io.github.d365fo.connector.CallInfo;
import io.github.d365fo.connector.ConnectorListener;
import io.github.d365fo.connector.ConnectorListener.TokenRequested;
import io.github.d365fo.connector.ConnectorListener.Wait;
import io.github.d365fo.connector.ConnectorListener.WaitReason;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.ErrorType;
import io.github.d365fo.connector.internal.http.Request;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What one call tells the log, the flight recorder and the listeners. Nothing is made for listeners if there are none.
 * Thread-safe.
 */
public final class CallEvents {
    private final Observer observer;
    private final Operation operation;
    private final long id;
    private final @Nullable Audience audience;
    private volatile Subject subject;
    private volatile boolean sends;

    CallEvents(Observer observer, Operation operation, Subject subject) {
        this.observer = observer;
        this.operation = operation;
        this.subject = subject;
        this.audience = observer.hasListeners() ? new Audience(observer, this::info) : null;
        this.id = audience == null ? 0 : Observer.nextId();
    }

    /** Returns what the call is about. */
    public Subject subject() {
        return subject;
    }

    /** Adds something that the call is about. */
    public synchronized void about(UnaryOperator<Subject> more) {
        subject = more.apply(subject);
    }

    /** Tells that the call begins, unless that was done. Called on the caller's thread, before the call leaves it. */
    public void begin() {
        if (audience != null) {
            audience.begin();
        }
    }

    /** Tells that the call has ended, with {@code failure} of {@code type} if it failed; the first end counts. */
    public void end(@Nullable ConnectorException failure, @Nullable ErrorType type) {
        if (audience != null) {
            audience.end(Optional.ofNullable(failure), Optional.ofNullable(type));
        }
    }

    /** Returns an attempt to ask {@code about} with {@code request}, and tells that it begins. */
    public OpenRequest request(Operation about, int attempt, Request request) {
        sends = true;
        OpenRequest next = new OpenRequest(this, about, attempt, request);
        next.begin();
        return next;
    }

    /** Returns whether a request of the call was begun, so that the service may have received something. */
    public boolean mayHaveSent() {
        return sends;
    }

    /** Runs {@code wait}, and tells its beginning and its end. */
    public <T> CompletableFuture<T> waiting(
            Operation about, WaitReason reason, Optional<Duration> duration, Supplier<CompletableFuture<T>> wait) {
        if (audience == null) {
            return wait.get();
        }
        OpenWait open = new OpenWait(new Wait(info(), Observer.nextId(), about, reason, duration));
        begin(open, listener -> listener.onWait(open.event()));
        try {
            return wait.get().whenComplete((value, failure) -> end(open, open::ended));
        } catch (Throwable e) { // From a user's clock.
            end(open, open::ended);
            throw e;
        }
    }

    /** Tells that the token provider is asked; the answer takes what it failed with, or null. */
    public Consumer<@Nullable Throwable> tokenRequested() {
        OpenTokenRequest open = new OpenTokenRequest(new TokenRequested(info(), Observer.nextId()));
        begin(open, listener -> listener.onTokenRequested(open.event()));
        return failure -> end(open, () -> open.ended(failure));
    }

    /** Runs a user's callback, whose exceptions never fail a call. */
    public void guarded(Runnable callback) {
        observer.guarded(callback);
    }

    /** Returns whether there is a listener. */
    public boolean hasListeners() {
        return audience != null;
    }

    /** Returns whether anyone wants to know of every request. */
    boolean isHeard() {
        return observer.isHeard();
    }

    CallInfo info() {
        return subject.info(id, operation, observer::clean);
    }

    String clean(String text) {
        return observer.clean(text);
    }

    /** Counts an attempt, and returns how many requests of the client are in flight with it. */
    int attempted() {
        if (audience != null) {
            audience.attempt();
        }
        return observer.inFlight().incrementAndGet();
    }

    /** Returns how many requests of the client are in flight after one of them has ended. */
    int attemptOver() {
        return observer.inFlight().decrementAndGet();
    }

    /** Tells listeners that {@code thing} begins. */
    void begin(Open thing, Consumer<ConnectorListener> event) {
        if (audience != null) {
            audience.begin(thing, event);
        }
    }

    /** Tells listeners that {@code thing} has ended, unless they know; the event is made only then. */
    void end(Open thing, Supplier<Consumer<ConnectorListener>> event) {
        if (audience != null) {
            audience.end(thing, event);
        }
    }

    /** Tells the log, the flight recorder and the listeners. */
    void tell(Consumer<ConnectorListener> event) {
        record(event);
        if (audience != null) {
            audience.tell(event);
        }
    }

    /** Tells the log and the flight recorder alone. */
    void record(Consumer<ConnectorListener> event) {
        observer.record(subject, event);
    }
}
