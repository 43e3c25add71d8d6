package io.github.d365fo.connector.internal.observe;

import io.github.d365fo.connector.ConnectorListener;
import io.github.d365fo.connector.error.KnownSecrets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Passes events, without secrets, to the log, the flight recorder and the user's listener. A failure of one of them
 * never fails a call.
 */
public final class Observer {
    private static final System.Logger LOG = System.getLogger("io.github.d365fo.connector.ConnectorListener");

    private final ConnectorListener clean;

    private final KnownSecrets secrets;
    private final List<ConnectorListener> listeners;
    private final Set<Class<?>> known;

    /** Creates an observer in front of {@code listener}, if there is one, that knows {@code secrets}. */
    public Observer(@Nullable ConnectorListener listener, KnownSecrets secrets) {
        this(
                secrets,
                new LoggingListener(""),
                listener == null ? List.of() : List.of(listener),
                ConcurrentHashMap.newKeySet());
    }

    private Observer(
            KnownSecrets secrets, ConnectorListener log, List<ConnectorListener> listeners, Set<Class<?>> known) {
        this.secrets = secrets;
        this.known = known;
        this.listeners = listeners;
        this.clean = new CleanEvents(
                secrets,
                event -> {
                    guarded(() -> event.accept(log));
                    guarded(() -> FlightRecorder.ifRecording().ifPresent(event));
                    listeners.forEach(each -> guarded(() -> event.accept(each)));
                },
                this::isHeard);
    }

    /** Returns whether anyone wants to know of every request. */
    private boolean isHeard() {
        try {
            return !listeners.isEmpty() || LoggingListener.isDetailed() || FlightRecorder.isRecording();
        } catch (Throwable e) { // From the user's log.
            logIgnored(e);
            return true;
        }
    }

    /** Returns an observer of a call about {@code subject}, which every log line contains. */
    public Observer about(String subject) {
        return new Observer(secrets, new LoggingListener(subject), listeners, known);
    }

    /** Passes an event to all of them. */
    public void tell(Consumer<ConnectorListener> event) {
        event.accept(clean);
    }

    /** Runs a user's callback, whose exceptions never fail a call. */
    public void guarded(Runnable callback) {
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
