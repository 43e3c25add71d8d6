package io.github.d365fo.connector.internal.pipeline;

import io.github.d365fo.connector.ConnectorListener;
import java.util.function.Consumer;

/** Tells the user's listener, whose failures stay without consequence. */
public final class Observer {
    private static final System.Logger LOG = System.getLogger(ConnectorListener.class.getName());

    private final ConnectorListener listener;

    /** Creates an observer in front of {@code listener}. */
    public Observer(ConnectorListener listener) {
        this.listener = listener;
    }

    /** Tells the listener one thing. */
    public void tell(Consumer<ConnectorListener> event) {
        guarded(() -> event.accept(listener));
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
