package io.github.d365fo.connector.internal.pipeline;

import io.github.d365fo.connector.ConnectorListener;
import io.github.d365fo.connector.error.KnownSecrets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Tells the log, the flight recorder and the user's listener, whose failures stay without consequence, and none of them
 * a secret.
 */
public final class Observer {
    private static final System.Logger LOG = System.getLogger(ConnectorListener.class.getName());

    private final ConnectorListener clean;

    /** Creates an observer in front of {@code listener} that knows {@code secrets}. */
    public Observer(ConnectorListener listener, KnownSecrets secrets) {
        List<ConnectorListener> listeners = Stream.of(
                        Optional.of(new LoggingListener()), FlightRecorder.find(), Optional.of(listener))
                .<ConnectorListener>flatMap(Optional::stream)
                .toList();
        this.clean = new CleanEvents(secrets, event -> listeners.forEach(each -> guarded(() -> event.accept(each))));
    }

    /** Tells all of them one thing. */
    public void tell(Consumer<ConnectorListener> event) {
        event.accept(clean);
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
