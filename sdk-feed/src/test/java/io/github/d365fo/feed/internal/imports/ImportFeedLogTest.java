package io.github.d365fo.feed.internal.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.feed.FeedState;
import io.github.d365fo.feed.FileRule;
import io.github.d365fo.feed.ImportFeed;
import io.github.d365fo.feed.ImportReport;
import io.github.d365fo.feed.support.ThrowingLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A program's log is its own code, and may fail at any line. */
@Timeout(120)
@ExtendWith(CapturedLog.class)
class ImportFeedLogTest {
    private static final String ROWS = "CUSTOMERGROUPID\n10\n";

    @TempDir
    Path directory;

    private Inboxes world;

    @BeforeEach
    void open() {
        world = new Inboxes(directory);
    }

    @AfterEach
    void close() {
        world.close();
    }

    static Stream<Arguments> failures() {
        List<Supplier<Throwable>> failures = List.of(
                () -> new IllegalStateException("planned"),
                () -> new StackOverflowError("planned"),
                () -> new OutOfMemoryError("planned"),
                () -> new InterruptedException("planned"));
        return failures.stream()
                .flatMap(failure -> IntStream.rangeClosed(1, 3).mapToObj(each -> Arguments.of(each, failure)));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aRunGetsOn(int each, Supplier<Throwable> failure) {
        ImportFeed feed = troubled();

        try (ThrowingLog log = ThrowingLog.under(ImportFeed.class.getName(), each, failure)) {
            assertThat(feed.runUntilEmpty()).isEqualTo(new ImportReport(2, 1, 0, 0));
            assertThat(log.thrown()).isPositive();
        }

        assertAllEnded();
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aServiceGetsOn(int each, Supplier<Throwable> failure) {
        ImportFeed feed = troubled();

        try (ThrowingLog log = ThrowingLog.under(ImportFeed.class.getName(), each, failure)) {
            feed.start();
            await().atMost(Duration.ofMinutes(1)).until(() -> feed.report().equals(new ImportReport(2, 1, 0, 0)));
            feed.close();
            assertThat(log.thrown()).isPositive();
        }

        assertThat(feed.health().state()).isEqualTo(FeedState.STOPPED);
        assertAllEnded();
    }

    /** A file without a request, and a callback that fails for each file. */
    private ImportFeed troubled() {
        world.put("a.csv", ROWS);
        world.put("b.csv", ROWS);
        world.put("c.csv", ROWS);
        return world.builder()
                .request(file -> file.endsWith("b.csv")
                        ? null
                        : FileRule.ofEntity("Customer groups").apply(file))
                .onResult(result -> {
                    throw new IllegalStateException("planned");
                })
                .build();
    }

    private void assertAllEnded() {
        assertThat(world.sent()).hasSize(2);
        assertThat(world.files("done")).containsExactly("a.csv", "c.csv");
        assertThat(world.files("failed")).contains("b.csv", "b.csv.report.txt");
        world.assertNothingTaken();
    }
}
