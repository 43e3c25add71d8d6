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

    private final KnownSecrets secrets;
    private final List<ConnectorListener> listeners;

    /** Creates an observer in front of {@code listener} that knows {@code secrets}. */
    public Observer(ConnectorListener listener, KnownSecrets secrets) {
        this(
                secrets,
                new LoggingListener(""),
                Stream.of(FlightRecorder.find(), Optional.of(listener))
                        .<ConnectorListener>flatMap(Optional::stream)
                        .toList());
    }

    private Observer(KnownSecrets secrets, ConnectorListener log, List<ConnectorListener> listeners) {
        this.secrets = secrets;
        this.listeners = listeners;
        this.clean = new CleanEvents(secrets, event -> {
            guarded(() -> event.accept(log));
            listeners.forEach(each -> guarded(() -> event.accept(each)));
        });
    }

    /** Returns an observer of a call about {@code subject}, which stands in each line of the log. */
    public Observer about(String subject) {
        return new Observer(secrets, new LoggingListener(subject), listeners);
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
