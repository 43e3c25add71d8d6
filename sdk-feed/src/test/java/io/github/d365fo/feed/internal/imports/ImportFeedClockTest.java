package io.github.d365fo.feed.internal.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.feed.ImportFeed;
import io.github.d365fo.feed.ImportReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A system's clock is set while a feed runs. */
@Timeout(120)
@ExtendWith(CapturedLog.class)
class ImportFeedClockTest {
    /** The service's clock is another machine's. */
    private final QuickJob job = new QuickJob(Clock.systemUTC(), Duration.ofMillis(10));

    private final SetClock clock = new SetClock();

    @TempDir
    Path directory;

    /** Each kind of wait, with the clock set meanwhile: to settle, after failures, for a result, for the next file. */
    @ParameterizedTest
    @ValueSource(strings = {"-PT1H", "-P30D", "PT3H", "P8D"})
    void aClockThatIsSetAgainAndAgainStopsNothing(Duration step) throws IOException {
        AtomicInteger requests = new AtomicInteger();
        Path inbox = Files.createDirectories(directory.resolve("inbox"));
        Files.writeString(inbox.resolve("a.csv"), "1\n");
        job.failNext(2);
        try (ImportFeed feed = ImportFeed.builder(job.proxy())
                .inbox(inbox)
                .settleTime(Duration.ofMillis(200))
                .idleWait(Duration.ofMillis(50), Duration.ofMillis(100))
                .ordered(true)
                .request(file -> {
                    if (requests.incrementAndGet() == 1) {
                        throw new NoClassDefFoundError("planned");
                    }
                    return EnqueueRequest.of(Payload.ofFile(file)).entity("Customer groups");
                })
                .clock(clock)
                .build()) {
            feed.start();
            clock.setUntil(step, feed, new ImportReport(1, 0, 0, 0));
            Files.writeString(inbox.resolve("b.csv"), "2\n");
            clock.setUntil(step, feed, new ImportReport(2, 0, 0, 0));
        }
        assertThat(job.arrived()).isEqualTo(List.of("1\n", "2\n"));
    }

    /** A clock that ticks, and is set. */
    private static final class SetClock extends Clock {
        private final Clock system = Clock.systemUTC();
        private final AtomicLong offset = new AtomicLong();
        private int steps;

        void setUntil(Duration step, ImportFeed feed, ImportReport report) {
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> {
                        // Mostly one way: what is put off by each step would be made up for by the next.
                        offset.addAndGet(++steps % 3 == 0 ? -step.toMillis() : step.toMillis());
                        return feed.report().equals(report);
                    });
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
