package io.github.d365fo.connector.internal.pipeline;

import io.github.d365fo.connector.ConnectorListener;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Tells the log, the flight recorder and the user's listener, whose failures stay without consequence. */
public final class Observer {
    private static final System.Logger LOG = System.getLogger(ConnectorListener.class.getName());

    private final List<ConnectorListener> listeners;
    private final Set<Class<?>> known = ConcurrentHashMap.newKeySet();

    /** Creates an observer in front of {@code listener}. */
    public Observer(ConnectorListener listener) {
        this.listeners = Stream.of(Optional.of(new LoggingListener()), FlightRecorder.find(), Optional.of(listener))
                .<ConnectorListener>flatMap(Optional::stream)
                .toList();
    }

    /** Tells all of them one thing. */
    public void tell(Consumer<ConnectorListener> event) {
        for (ConnectorListener listener : listeners) {
            guarded(() -> event.accept(listener));
        }
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
