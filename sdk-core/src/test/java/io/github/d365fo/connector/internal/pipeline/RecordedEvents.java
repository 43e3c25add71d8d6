package io.github.d365fo.connector.internal.pipeline;

import io.github.d365fo.connector.ConnectorListener;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a listener is told, in order; of an answer the status, the id and the try, or why there is none. */
final class RecordedEvents implements ConnectorListener {
    final List<String> events = new CopyOnWriteArrayList<>();

    @Override
    public void onRequest(Request event) {
        events.add("attempt " + event.attempt());
    }

    @Override
    public void onResponse(Response event) {
        OptionalInt status = event.statusCode();
        events.add((status.isPresent()
                        ? status.getAsInt()
                        : "no answer: " + event.failure().orElseThrow())
                + (status.isPresent() ? " " + event.requestId().orElse("-") + " of " + event.attempt() : ""));
    }

    @Override
    public void onRetry(Retry event) {
        events.add("retry of " + event.attempt() + " in " + event.delay() + ": " + event.cause() + ", "
                + event.errorType());
    }

    @Override
    public void onThrottle(Throttle event) {
        events.add("throttled for " + event.delay());
    }

    @Override
    public void onWait(Wait event) {
        events.add(event.reason() + " " + event.duration().map(Object::toString).orElse(""));
    }
}
