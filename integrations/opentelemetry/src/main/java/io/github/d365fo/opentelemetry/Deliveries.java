package io.github.d365fo.opentelemetry;

import io.opentelemetry.api.trace.SpanContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The spans in which messages were received, of the last thousands of messages. Thread-safe. */
final class Deliveries {
    private static final int KEPT = 5000;

    private final Map<Delivery, SpanContext> spans = new Newest();

    private record Delivery(String job, String correlationId) {}

    synchronized void note(String job, String correlationId, SpanContext span) {
        spans.put(new Delivery(job, correlationId), span);
    }

    synchronized Optional<SpanContext> find(String job, String correlationId) {
        return Optional.ofNullable(spans.get(new Delivery(job, correlationId)));
    }

    /** A map that keeps only the newest entries. */
    private static final class Newest extends LinkedHashMap<Delivery, SpanContext> {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Delivery, SpanContext> eldest) {
            return size() > KEPT;
        }
    }
}
