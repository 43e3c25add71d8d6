package io.github.d365fo.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.status.MessageState;
import io.github.d365fo.connector.status.MessageStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TestClockTest {
    private final TestClock clock = new TestClock();

    @Test
    void aWaitMovesTheClockAndIsOver() {
        Instant before = clock.instant();
        assertThat(clock.delay(Duration.ofMinutes(5))).isCompleted();
        assertThat(Duration.between(before, clock.instant())).isEqualTo(Duration.ofMinutes(5));
        assertThat(clock.delay(Duration.ofSeconds(-1))).isCompleted();
    }

    @Test
    void withoutThatWaitsEndInTheirOrderAsTheClockPassesThem() {
        clock.autoAdvance(false);
        List<String> ended = new ArrayList<>();
        CompletableFuture<Void> late = clock.delay(Duration.ofSeconds(20)).thenRun(() -> ended.add("late"));
        clock.delay(Duration.ofSeconds(10)).thenRun(() -> ended.add("early " + clock.instant()));
        CompletableFuture<Void> withdrawn = clock.delay(Duration.ofSeconds(5));
        withdrawn.cancel(true);
        assertThat(clock.waiting()).isEqualTo(2);
        clock.advance(Duration.ofSeconds(19));
        assertThat(ended).containsExactly("early 2026-01-05T08:00:10Z");
        assertThat(late).isNotDone();
        clock.advance(Duration.ofSeconds(1));
        assertThat(ended).hasSize(2);
        assertThat(clock.delay(Duration.ZERO)).isCompleted();
        assertThatThrownBy(() -> clock.advance(Duration.ofSeconds(-1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void itIsAClock() {
        Clock paris = clock.withZone(ZoneId.of("Europe/Paris"));
        clock.advance(Duration.ofHours(1));
        assertThat(paris.instant()).isEqualTo(clock.instant());
        assertThat(paris.getZone()).isEqualTo(ZoneId.of("Europe/Paris"));
        assertThat(paris.withZone(ZoneOffset.UTC).getZone()).isEqualTo(clock.getZone());
        assertThat(clock).hasToString("TestClock[2026-01-05T09:00:00Z]");
    }

    @Test
    void anAsynchronousWaitEndsWhenTheTestSaysSo() {
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            server.clock().autoAdvance(false);
            var job = server.client().async().job(server.importJob().activityId());
            MessageId id = job.enqueue(EnqueueRequest.of(Payload.ofString("x")).entity("x"))
                    .join();
            CompletableFuture<MessageStatus> status = job.awaitProcessed(id, Duration.ofMinutes(10));
            await().until(() -> server.clock().waiting() == 1);
            server.importJob().setState(id, MessageState.PROCESSED_WITH_ERRORS);
            assertThat(status).isNotDone();
            server.clock().advance(Duration.ofSeconds(1));
            assertThat(status.join().state()).isEqualTo(MessageState.PROCESSED_WITH_ERRORS);
        }
    }
}
