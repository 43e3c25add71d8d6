package io.github.d365fo.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.status.MessageState;
import io.github.d365fo.connector.status.MessageStatus;
import io.github.d365fo.connector.support.BlockedCommonPool;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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
    void waitsEndInOrderAsTheClockAdvances() {
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
    void implementsClock() {
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
            await().atMost(Duration.ofMinutes(2)).until(() -> server.clock().waiting() == 1);
            server.importJob().setState(id, MessageState.PROCESSED_WITH_ERRORS);
            assertThat(status).isNotDone();
            server.clock().advance(Duration.ofSeconds(1));
            assertThat(status.join().state()).isEqualTo(MessageState.PROCESSED_WITH_ERRORS);
        }
    }

    @Test
    void itGoesOnUntilSomethingHolds() {
        clock.advanceUntil(
                () -> !clock.instant().isBefore(Instant.parse("2026-01-05T08:00:07Z")), Duration.ofMinutes(1));
        assertThat(clock.instant()).isEqualTo("2026-01-05T08:00:07Z");
        clock.autoAdvance(false);
        CompletableFuture<Void> wait = clock.delay(Duration.ofMillis(2300));
        clock.advanceUntil(wait::isDone, Duration.ofMinutes(1));
        assertThat(clock.instant()).isEqualTo("2026-01-05T08:00:09.300Z");
        clock.autoAdvance(true);
        assertThatThrownBy(() -> clock.advanceUntil(() -> false, Duration.ofSeconds(90)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("PT1M30S");
        assertThat(clock.instant()).isEqualTo("2026-01-05T08:01:39.300Z");
    }

    @Test
    void anAsynchronousClientIsFollowedToItsEnd() {
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            server.clock().autoAdvance(false);
            var job = server.client().async().job(server.importJob().activityId());
            MessageId id = job.enqueue(EnqueueRequest.of(Payload.ofString("x")).entity("x"))
                    .join();
            CompletableFuture<MessageStatus> status = job.awaitProcessed(id, Duration.ofMinutes(10));
            server.clock().advanceUntil(status::isDone, Duration.ofMinutes(10));
            assertThat(status.join().isSuccess()).isTrue();
        }
    }

    /** As on a machine that is busy with something else. */
    @Test
    void aClientThatIsSlowToBeginIsWaitedFor() {
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            server.clock().autoAdvance(false);
            var job = server.client().async().job(server.importJob().activityId());
            CompletableFuture<MessageStatus> status = new CompletableFuture<Void>()
                    .completeOnTimeout(null, 4, TimeUnit.SECONDS)
                    .thenCompose(late ->
                            job.enqueue(EnqueueRequest.of(Payload.ofString("x")).entity("x")))
                    .thenCompose(id -> job.awaitProcessed(id, Duration.ofMinutes(10)));
            server.clock().advanceUntil(status::isDone, Duration.ofMinutes(10));
            assertThat(status.join().isSuccess()).isTrue();
        }
    }

    /** A program under test may occupy the common pool. */
    @Test
    void aRunningClockNeedsNoThreadOfTheCommonPool() throws Exception {
        BlockedCommonPool pool = BlockedCommonPool.block();
        try (pool) {
            assertThat(clock.run().delay(Duration.ofMillis(20))).succeedsWithin(Duration.ofMinutes(1));
        }
    }

    @Test
    void itCanRunAndBeStopped() {
        clock.autoAdvance(false);
        CompletableFuture<Void> early = clock.delay(Duration.ofMillis(20));
        clock.run();
        CompletableFuture<Void> late = clock.delay(Duration.ofMillis(40));
        await().atMost(Duration.ofMinutes(2)).until(() -> early.isDone() && late.isDone());
        assertThat(clock.instant()).isAfterOrEqualTo("2026-01-05T08:00:00.040Z");
        CompletableFuture<Void> hour = clock.run().delay(Duration.ofHours(1));
        clock.advance(Duration.ofHours(1));
        assertThat(hour).isCompleted();
        Instant stopped = clock.freeze().instant();
        assertThat(clock.instant()).isEqualTo(stopped);
        assertThat(clock.delay(Duration.ofSeconds(1))).isNotDone();
    }

    @Test
    void anInterruptEndsThePatience() {
        clock.autoAdvance(false);
        clock.delay(Duration.ofMillis(10));
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> clock.advanceUntil(() -> false, Duration.ofSeconds(1)))
                .isInstanceOf(AssertionError.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
