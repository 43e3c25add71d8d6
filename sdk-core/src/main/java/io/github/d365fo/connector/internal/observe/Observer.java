package io.github.d365fo.connector.internal.observe;

import io.github.d365fo.connector.ConnectorListener;
import io.github.d365fo.connector.error.KnownSecrets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Tells the log, the flight recorder and the user's listener, whose failures stay without consequence, and none of them
 * a secret.
 */
public final class Observer {
    private static final System.Logger LOG = System.getLogger("io.github.d365fo.connector.ConnectorListener");

    private final ConnectorListener clean;

    private final KnownSecrets secrets;
    private final List<ConnectorListener> listeners;
    private final Set<Class<?>> known;

    /** Creates an observer in front of {@code listener} that knows {@code secrets}. */
    public Observer(ConnectorListener listener, KnownSecrets secrets) {
        this(
                secrets,
                new LoggingListener(""),
                Stream.of(FlightRecorder.find(), Optional.of(listener))
                        .<ConnectorListener>flatMap(Optional::stream)
                        .toList(),
                ConcurrentHashMap.newKeySet());
    }

    private Observer(
            KnownSecrets secrets, ConnectorListener log, List<ConnectorListener> listeners, Set<Class<?>> known) {
        this.secrets = secrets;
        this.known = known;
        this.listeners = listeners;
        this.clean = new CleanEvents(secrets, event -> {
            guarded(() -> event.accept(log));
            listeners.forEach(each -> guarded(() -> event.accept(each)));
        });
    }

    /** Returns an observer of a call about {@code subject}, which stands in each line of the log. */
    public Observer about(String subject) {
        return new Observer(secrets, new LoggingListener(subject), listeners, known);
    }

    /** Tells all of them one thing. */
    public void tell(Consumer<ConnectorListener> event) {
        event.accept(clean);
    }

    /** Runs a user's callback, which can't fail a call, whatever it throws. */
    public void guarded(Runnable callback) {
        try {
            callback.run();
        } catch (Throwable e) {
            passOver(e);
        }
    }

    private void passOver(Throwable failure) {
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        try {
            if (known.add(failure.getClass())) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "a listener failed with {0}{1} and was passed over; others of this kind are not logged",
                        failure.getClass().getName(),
                        place(failure));
            }
        } catch (Throwable e) {
            // Nor can a log that fails, and there is no other to tell.
            known.add(e.getClass());
        }
    }

    /** Where, but not with which message, as that is not ours to show. */
    private static String place(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        return trace.length == 0 ? "" : " at " + trace[0];
    }
}
