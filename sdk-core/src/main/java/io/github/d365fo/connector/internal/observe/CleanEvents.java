package io.github.d365fo.connector.internal.observe;

import io.github.d365fo.connector.ConnectorListener;
import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.internal.wire.Redaction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Removes secrets and control characters from the texts of events and passes the events on. */
final class CleanEvents implements ConnectorListener {
    private final KnownSecrets secrets;
    private final Consumer<Consumer<ConnectorListener>> listeners;
    private final BooleanSupplier heard;

    /** Passes events to {@code listeners}; those of every request only if {@code heard}, since cleaning them costs. */
    CleanEvents(KnownSecrets secrets, Consumer<Consumer<ConnectorListener>> listeners, BooleanSupplier heard) {
        this.secrets = secrets;
        this.listeners = listeners;
        this.heard = heard;
    }

    @Override
    public void onRequest(Request event) {
        if (heard.getAsBoolean()) {
            listeners.accept(listener -> listener.onRequest(event));
        }
    }

    @Override
    public void onResponse(Response event) {
        if (!heard.getAsBoolean()) {
            return;
        }
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
        if (heard.getAsBoolean()) {
            listeners.accept(listener -> listener.onTransfer(event));
        }
    }

    private String clean(String text) {
        return Redaction.onOneLine(secrets.clean(text));
    }
}
