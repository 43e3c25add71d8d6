package io.github.d365fo.connector.internal.pipeline;

import io.github.d365fo.connector.ConnectorListener;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Tells the log, the flight recorder and the user's listener, whose failures stay without consequence. */
public final class Observer {
    private static final System.Logger LOG = System.getLogger(ConnectorListener.class.getName());

    private final List<ConnectorListener> listeners;

    private final ConnectorListener log;

    /** Creates an observer in front of {@code listener}. */
    public Observer(ConnectorListener listener) {
        this(
                new LoggingListener(""),
                Stream.of(FlightRecorder.find(), Optional.of(listener))
                        .<ConnectorListener>flatMap(Optional::stream)
                        .toList());
    }

    private Observer(ConnectorListener log, List<ConnectorListener> listeners) {
        this.log = log;
        this.listeners = listeners;
    }

    /** Returns an observer of a call about {@code subject}, which stands in each line of the log. */
    public Observer about(String subject) {
        return new Observer(new LoggingListener(subject), listeners);
    }

    /** Tells all of them one thing. */
    public void tell(Consumer<ConnectorListener> event) {
        guarded(() -> event.accept(log));
        listeners.forEach(listener -> guarded(() -> event.accept(listener)));
    }

    /** Runs a user's callback. */
    public static void guarded(Runnable callback) {
        try {
            callback.run();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "a listener failed and was passed over: {0}", e.getClass());
        }
    }
}
