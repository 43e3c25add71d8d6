package io.github.d365fo.connector.internal.observe;

import io.github.d365fo.connector.ConnectorListener;
import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.internal.wire.Redaction;
import java.util.function.Consumer;

/** Removes secrets and control characters from the texts of events and passes the events on. */
final class CleanEvents implements ConnectorListener {
    private final KnownSecrets secrets;
    private final Consumer<Consumer<ConnectorListener>> listeners;

    CleanEvents(KnownSecrets secrets, Consumer<Consumer<ConnectorListener>> listeners) {
        this.secrets = secrets;
        this.listeners = listeners;
    }

    @Override
    public void onRequest(Request event) {
        listeners.accept(listener -> listener.onRequest(event));
    }

    @Override
    public void onResponse(Response event) {
        Response clean = new Response(
                event.operation(),
                event.attempt(),
                event.statusCode(),
                event.requestId().map(this::clean),
                event.failure().map(this::clean),
                event.elapsed());
        listeners.accept(listener -> listener.onResponse(clean));
    }

    @Override
    public void onRetry(Retry event) {
        Retry clean = new Retry(event.operation(), event.attempt(), event.delay(), clean(event.cause()));
        listeners.accept(listener -> listener.onRetry(clean));
    }

    @Override
    public void onThrottle(Throttle event) {
        listeners.accept(listener -> listener.onThrottle(event));
    }

    @Override
    public void onWait(Wait event) {
        listeners.accept(listener -> listener.onWait(event));
    }

    @Override
    public void onTransfer(Transfer event) {
        listeners.accept(listener -> listener.onTransfer(event));
    }

    private String clean(String text) {
        return Redaction.onOneLine(secrets.clean(text));
    }
}
