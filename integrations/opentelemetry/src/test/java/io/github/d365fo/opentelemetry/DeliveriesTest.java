package io.github.d365fo.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.SpanContext;
import org.junit.jupiter.api.Test;

/** The spans of deliveries are kept for a while, and not for ever. */
class DeliveriesTest {
    private final Deliveries deliveries = new Deliveries();

    @Test
    void theNewestThousandsAreKept() {
        for (int i = 0; i < 10_000; i++) {
            deliveries.note("job", "message-" + i, SpanContext.getInvalid());
        }
        assertThat(deliveries.find("job", "message-9999")).contains(SpanContext.getInvalid());
        assertThat(deliveries.find("job", "message-5000")).isPresent();
        assertThat(deliveries.find("job", "message-4999")).isEmpty();
        assertThat(deliveries.find("another", "message-9999")).isEmpty();
    }
}
