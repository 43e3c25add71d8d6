package io.github.d365fo.connector.internal.observe;

import io.github.d365fo.connector.ConnectorListener;
import io.github.d365fo.connector.error.ErrorType;
import io.github.d365fo.connector.internal.time.Stopwatch;
import java.util.function.Consumer;

/** A wait that listeners know of. */
final class OpenWait implements Open {
    private final ConnectorListener.Wait event;
    private final Stopwatch since = new Stopwatch();

    OpenWait(ConnectorListener.Wait event) {
        this.event = event;
    }

    ConnectorListener.Wait event() {
        return event;
    }

    Consumer<ConnectorListener> ended() {
        ConnectorListener.WaitEnded ended = new ConnectorListener.WaitEnded(event, since.elapsed());
        return listener -> listener.onWaitEnded(ended);
    }

    @Override
    public Consumer<ConnectorListener> endOfCall(ErrorType reason) {
        return ended();
    }
}
