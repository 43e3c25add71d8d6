package io.github.d365fo.connector.internal.observe;

import io.github.d365fo.connector.CallInfo;
import io.github.d365fo.connector.ConnectorListener;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.internal.wire.Redaction;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The log, the flight recorder and the listeners of a client, none of whose failures ever fails a call. Thread-safe.
 */
public final class Observer {
    private static final System.Logger LOG = System.getLogger("io.github.d365fo.connector.ConnectorListener");

    /** The numbers of calls, requests and so on; listeners may be shared by clients. */
    private static final AtomicLong IDS = new AtomicLong();

    private final List<ConnectorListener> listeners;
    private final KnownSecrets secrets;
    private final Set<Class<?>> known = ConcurrentHashMap.newKeySet();
    private final AtomicInteger inFlight = new AtomicInteger();

    /** Creates an observer with {@code listeners}, who get nothing of {@code secrets}. */
    public Observer(List<ConnectorListener> listeners, KnownSecrets secrets) {
        this.listeners = List.copyOf(listeners);
        this.secrets = secrets;
    }

    /** Returns the events of a call of {@code operation} about {@code subject}. */
    public CallEvents call(Operation operation, Subject subject) {
        return new CallEvents(this, operation, subject);
    }

    /** Returns the secrets that nobody is told. */
    public KnownSecrets secrets() {
        return secrets;
    }

    /** Returns the requests that have begun and not ended; counted only if there is a listener. */
    AtomicInteger inFlight() {
        return inFlight;
    }

    /** Returns whether there is a listener. */
    boolean hasListeners() {
        return !listeners.isEmpty();
    }

    /** Returns whether anyone wants to know of every request. */
    boolean isHeard() {
        try {
            return hasListeners() || LoggingListener.isDetailed() || FlightRecorder.isRecording();
        } catch (Throwable e) { // From the user's log.
            logIgnored(e);
            return true;
        }
    }

    static long nextId() {
        return IDS.incrementAndGet();
    }

    /** Returns {@code text} without secrets and control characters. */
    String clean(String text) {
        return Redaction.onOneLine(secrets.clean(text));
    }

    /** Tells all listeners that a call begins, and returns who listens to the rest of it. */
    List<ConnectorListener> begun(CallInfo call) {
        return listeners.stream().map(each -> begun(each, call)).toList();
    }

    private ConnectorListener begun(ConnectorListener listener, CallInfo call) {
        try {
            return Objects.requireNonNull(listener.onCallStarted(call), "onCallStarted returned null");
        } catch (Throwable e) {
            logIgnored(e);
            return listener;
        }
    }

    /** Tells the log and the flight recorder of a call about {@code subject}. */
    void record(Subject subject, Consumer<ConnectorListener> event) {
        guarded(() -> event.accept(new LoggingListener(subject.toString())));
        guarded(() -> FlightRecorder.ifRecording().ifPresent(event));
    }

    /** Tells {@code targets}. */
    void tell(List<ConnectorListener> targets, Consumer<ConnectorListener> event) {
        targets.forEach(each -> guarded(() -> event.accept(each)));
    }

    /** Runs a user's callback, whose exceptions never fail a call. */
    void guarded(Runnable callback) {
        try {
            callback.run();
        } catch (Throwable e) {
            logIgnored(e);
        }
    }

    private void logIgnored(Throwable failure) {
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        try {
            if (known.add(failure.getClass())) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "a listener failed with {0}{1}, which is ignored; further failures of this kind are not logged",
                        failure.getClass().getName(),
                        place(failure));
            }
        } catch (Throwable e) {
            // A failing log must not fail a call either, and there is nowhere else to report it.
            known.add(e.getClass());
        }
    }

    /** The place of the failure without its message, which may contain anything. */
    private static String place(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        return trace.length == 0 ? "" : " at " + trace[0];
    }
}
