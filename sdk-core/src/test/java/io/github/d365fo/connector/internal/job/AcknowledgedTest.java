package io.github.d365fo.connector.internal.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.connector.dequeue.AckRequest;
import io.github.d365fo.connector.internal.job.Acknowledged.Delivery;
import java.net.URI;
import org.junit.jupiter.api.Test;

class AcknowledgedTest {
    private static final ActivityId JOB = ActivityId.of("6d31e09f-0249-459f-94f0-aad9c2c47b64");

    @Test
    void theLast4096AreRememberedWithoutTheirReceipts() {
        Acknowledged acknowledged = new Acknowledged();
        for (int i = 0; i <= 4096; i++) {
            acknowledged.add(delivery(i));
        }
        assertThat(acknowledged.contains(delivery(0))).isFalse();
        assertThat(acknowledged.contains(delivery(1))).isTrue();
        assertThat(acknowledged.contains(delivery(4096))).isTrue();
        assertThat(delivery(7).toString()).doesNotContain("receipt");
    }

    private static Delivery delivery(int number) {
        return Delivery.of(JOB, AckRequest.of("c", "receipt-" + number, URI.create("https://contoso.example/d")));
    }
}
