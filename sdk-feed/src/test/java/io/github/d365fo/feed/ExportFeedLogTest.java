package io.github.d365fo.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.d365fo.feed.support.ThrowingLog;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A program's log is its own code, and may fail at any line. */
class ExportFeedLogTest extends ExportFeedRig {
    private static final String FEED = "io.github.d365fo.feed";
    private static final int MESSAGES = 4;

    static Stream<Arguments> failures() {
        List<Supplier<Throwable>> failures = List.of(
                () -> new IllegalStateException("planned"),
                () -> new StackOverflowError("planned"),
                () -> new OutOfMemoryError("planned"),
                () -> new InterruptedException("planned"));
        return Stream.of(CommitMode.values())
                .flatMap(mode -> failures.stream()
                        .flatMap(failure ->
                                IntStream.rangeClosed(1, 3).mapToObj(each -> Arguments.of(mode, each, failure))));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aRunGetsOn(CommitMode mode, int each, Supplier<Throwable> failure) throws IOException {
        ExportFeed feed = troubled(mode);

        FeedReport report;
        try (ThrowingLog log = ThrowingLog.under(FEED, each, failure)) {
            report = feed.runUntilEmpty();
            assertThat(log.thrown()).isPositive();
        }

        assertAllSettled(feed);
        assertThat(report).isEqualTo(feed.report());
    }

    @ParameterizedTest
    @EnumSource
    void aServiceGetsOn(CommitMode mode) throws IOException {
        server.clock().run();
        ExportFeed feed = troubled(mode);

        try (ThrowingLog log = ThrowingLog.under(FEED, 1, () -> new IllegalStateException("planned"))) {
            feed.start();
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> feed.report().handled() == MESSAGES - 1
                            && feed.report().quarantined() == 1
                            && server.exportJob().pending() == 0
                            && feed.health().inFlight() == 0);
            feed.close();
            assertThat(log.thrown()).isPositive();
        }

        assertAllSettled(feed);
    }

    /** One package can't be handled, and each of the others only at the second attempt. */
    private ExportFeed troubled(CommitMode mode) {
        publish(MESSAGES);
        String broken = published().get(1);
        Set<String> seen = ConcurrentHashMap.newKeySet();
        return builder()
                .commit(mode)
                .attempts(2)
                .handler(export -> {
                    String id = export.message().correlationId();
                    if (id.equals(broken) || seen.add(id)) {
                        throw new IOException("planned");
                    }
                    remember(export);
                })
                .build();
    }

    private void assertAllSettled(ExportFeed feed) throws IOException {
        assertThat(feed.health().state()).isEqualTo(FeedState.STOPPED);
        assertThat(feed.health().inFlight()).isZero();
        assertThat(feed.report())
                .returns(MESSAGES - 1L, FeedReport::handled)
                .returns(1L, FeedReport::quarantined)
                .returns(0L, FeedReport::spooled)
                .returns(List.of(), FeedReport::leftOver);
        assertThat(handled).hasSize(MESSAGES - 1).doesNotHaveDuplicates();
        assertThat(server.exportJob().pending()).isZero();
        assertThat(packagesInSpool()).isEmpty();
    }

    @Test
    void aFeedThatIsClosedMeanwhileEnds() throws InterruptedException {
        publish(1);
        CountDownLatch handling = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        ExportFeed feed = builder()
                .drainTimeout(Duration.ofMillis(100))
                .handler(export -> {
                    handling.countDown();
                    awaitWhateverHappens(release);
                })
                .build();
        feed.start();
        handling.await();

        try (ThrowingLog log = ThrowingLog.under(FEED, 1, () -> new IllegalStateException("planned"))) {
            feed.close();
            assertThat(log.thrown()).isPositive();
        } finally {
            release.countDown();
        }

        assertThat(feed.health().state()).isEqualTo(FeedState.STOPPED);
        assertThat(feed.report().leftOver()).hasSize(1);
    }

    private static void awaitWhateverHappens(CountDownLatch release) {
        while (release.getCount() > 0) {
            try {
                release.await();
            } catch (InterruptedException e) {
                // The handler that this stands for takes no notice.
            }
        }
    }
}
