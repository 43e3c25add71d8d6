package io.github.d365fo.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.testkit.Fault;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A system's clock is set while a feed runs. */
class ExportFeedClockTest extends ExportFeedRig {
    private final SetClock clock = new SetClock();
    private ConnectorClient client;

    @BeforeEach
    void buildClient() {
        client = ConnectorClient.builder()
                .environment(server.environment())
                .tokenProvider(server.tokenProvider())
                .clock(clock)
                .build();
    }

    @AfterEach
    void closeClient() {
        client.close();
    }

    /** Each kind of wait, with the clock set meanwhile: for a message, after a failure, for an acknowledgement. */
    @ParameterizedTest
    @CsvSource({
        "AFTER_HANDLER, -PT1H",
        "AFTER_SPOOL, -PT1H",
        "AFTER_HANDLER, -P30D",
        "AFTER_SPOOL, -P30D",
        "AFTER_SPOOL, PT1H"
    })
    void aClockThatIsSetAgainAndAgainStopsNothing(CommitMode mode, Duration step) {
        AtomicInteger attempts = new AtomicInteger();
        try (ExportFeed feed = ExportFeed.builder(client.job(server.exportJob().activityId()))
                .spool(spool())
                .commit(mode)
                .idleWait(Duration.ofMillis(20), Duration.ofMillis(50))
                .handler(export -> {
                    if (attempts.incrementAndGet() == 1) {
                        throw new IOException("made up");
                    }
                    remember(export);
                })
                .listener(told)
                .clock(clock)
                .build()) {
            feed.start();
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> feed.health().lastPoll().isPresent());
            server.faults().on(Operation.DEQUEUE).inject(new Fault.Status(500));
            publish(2);
            await().atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> {
                        clock.set(step);
                        return handled.size() == 2;
                    });
            assertThat(feed.health().state()).isNotEqualTo(FeedState.FAILED);
            assertThat(told.of(FeedListener.Handled.class))
                    .allSatisfy(event -> assertThat(event.elapsed()).isBetween(Duration.ZERO, Duration.ofMinutes(1)));
        }
    }

    /** A clock that ticks, and is set. */
    private static final class SetClock extends Clock {
        private final Clock system = Clock.systemUTC();
        private final AtomicLong offset = new AtomicLong();

        void set(Duration by) {
            offset.addAndGet(by.toMillis());
        }

        @Override
        public Instant instant() {
            return system.instant().plusMillis(offset.get());
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
