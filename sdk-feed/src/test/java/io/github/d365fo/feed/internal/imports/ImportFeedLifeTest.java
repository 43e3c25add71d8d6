package io.github.d365fo.feed.internal.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.status.MessageState;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.feed.FeedHealth;
import io.github.d365fo.feed.FeedState;
import io.github.d365fo.feed.FileRule;
import io.github.d365fo.feed.ImportFeed;
import io.github.d365fo.feed.ImportFeedBuilder;
import io.github.d365fo.feed.ImportFeedException;
import io.github.d365fo.feed.ImportPlace;
import io.github.d365fo.feed.ImportReport;
import io.github.d365fo.feed.ImportResult;
import io.github.d365fo.testkit.FakeImportJob;
import io.github.d365fo.testkit.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** How a feed starts and ends, and what it outlives. */
@Timeout(120)
@ExtendWith(CapturedLog.class)
class ImportFeedLifeTest {
    private static final String ROWS = "CUSTOMERGROUPID\n10\n";
    private static final FileRule GROUPS = FileRule.ofEntity("Customer groups");

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

    private ImportFeedBuilder builder() {
        return world.builder().request(GROUPS);
    }

    @Test
    void aStartedFeedTakesWhatComes() {
        try (ImportFeed feed = builder().build()) {
            feed.start();
            world.put("a.csv", ROWS);
            await().until(() -> world.results.size() == 1);
            world.put("b.csv", ROWS);
            await().until(() -> world.results.size() == 2);
            await().until(() -> feed.health().state() == FeedState.IDLE);
            FeedHealth health = feed.health();
            assertThat(health.lastPoll()).isPresent();
            assertThat(health.lastSuccess()).isPresent();
            assertThat(health.inFlight()).isZero();
            assertThat(feed.report().processed()).isEqualTo(2);
        }
    }

    @Test
    void aFeedIsStartedOnce() {
        ImportFeed feed = builder().build();
        feed.start();
        assertThatThrownBy(feed::start).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(feed::runUntilEmpty).isInstanceOf(IllegalStateException.class);
        feed.close();
        feed.close();
        assertThat(feed.health().state()).isEqualTo(FeedState.STOPPED);
    }

    @Test
    void aFeedThatWasNotStartedCanBeClosed() {
        ImportFeed feed = builder().build();
        feed.close();
        assertThatThrownBy(feed::start).isInstanceOf(IllegalStateException.class);
        assertThat(feed.health().state()).isEqualTo(FeedState.STOPPED);
    }

    @Test
    void twoFeedsOnOneInboxAreRefused() {
        try (ImportFeed first = builder().build();
                ImportFeed sameInbox =
                        builder().journal(directory.resolve("other-journal")).build();
                ImportFeed same = builder().build()) {
            first.start();
            assertThatThrownBy(same::start)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("in use");
            assertThatThrownBy(sameInbox::start)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("in use");
        }
        try (ImportFeed next = builder().build()) {
            next.start();
        }
    }

    @Nested
    class Submit {
        @Test
        void aFileFromAnywhereIsSentAndItsResultTold() throws Exception {
            Path file = Files.writeString(directory.resolve("elsewhere.csv"), ROWS);
            try (ImportFeed feed = builder().build()) {
                feed.start();
                ImportResult result = feed.submit(file).get(60, TimeUnit.SECONDS);
                assertThat(result.place()).isEqualTo(ImportPlace.DONE);
                assertThat(result.file()).isEqualTo(world.inbox.resolve("done/elsewhere.csv"));
                assertThat(file).doesNotExist();
            }
        }

        @Test
        void aFileOfASubFolderKeepsIt() {
            Path file = world.put("usmf/a.csv", ROWS);
            ImportFeed feed = builder().settleTime(Duration.ofDays(1)).build();
            CompletableFuture<ImportResult> result = feed.submit(file);
            feed.runUntilEmpty();
            assertThat(result)
                    .isCompletedWithValueMatching(done -> done.source().equals("usmf/a.csv"));
        }

        @Test
        void whatIsNoFileIsRefused() {
            try (ImportFeed feed = builder().build()) {
                assertThatThrownBy(() -> feed.submit(directory)).isInstanceOf(IllegalArgumentException.class);
            }
        }

        @Test
        void aFileThatWasNotSentIsSentByTheNextFeed() throws Exception {
            Path file = Files.writeString(directory.resolve("elsewhere.csv"), ROWS);
            ImportFeed feed = builder().build();
            CompletableFuture<ImportResult> result = feed.submit(file);
            feed.close();
            assertThatThrownBy(result::join).isInstanceOf(CancellationException.class);
            assertThatThrownBy(() -> feed.submit(file))
                    .isInstanceOfAny(IllegalStateException.class, IllegalArgumentException.class);
            assertThat(builder().build().runUntilEmpty().processed()).isEqualTo(1);
        }
    }

    @Test
    void closingWaitsForACallOnTheWireAndSendsNothingNew() throws Exception {
        world.put("a.csv", ROWS);
        world.put("b.csv", ROWS);
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        ImportFeed feed = world.builder()
                .request(file -> {
                    asked.countDown();
                    await().until(() -> go.getCount() == 0);
                    return GROUPS.apply(file);
                })
                .build();
        feed.start();
        assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
        Thread closer = new Thread(feed::close);
        closer.start();
        await().until(() -> feed.health().state() == FeedState.DRAINING);
        go.countDown();
        closer.join(60_000);
        assertThat(closer.isAlive()).isFalse();
        assertThat(world.sent()).isEmpty();
        assertThat(feed.report().unprocessed()).isEqualTo(2);
        assertThat(builder().build().runUntilEmpty().processed()).isEqualTo(2);
    }

    @Test
    void aCallThatOutlastsTheDrainIsInterruptedAndItsFileIsInDoubt() {
        world.server.faults().on(Operation.ENQUEUE).inject(new Fault.Stall());
        world.put("a.csv", ROWS);
        ImportFeed feed = builder().drainTimeout(Duration.ofMillis(200)).build();
        feed.start();
        await().until(() -> feed.health().inFlight() == 1);
        await().until(() -> world.server.faults().unfired().isEmpty());
        feed.close();
        await().until(() -> feed.health().state() == FeedState.STOPPED);
        ImportFeed next = builder().build();
        assertThat(next.runUntilEmpty().inDoubt()).isEqualTo(1);
        assertThat(world.files("in-doubt")).contains("a.csv");
    }

    @Test
    void aRunThatIsInterruptedStopsAndKeepsTheFlag() throws Exception {
        world.put("a.csv", ROWS);
        world.server.clock().autoAdvance(false);
        AtomicReference<Boolean> flag = new AtomicReference<>(false);
        ImportFeed feed = builder().build();
        Thread run = new Thread(() -> {
            feed.runUntilEmpty();
            flag.set(Thread.currentThread().isInterrupted());
        });
        run.start();
        await().until(() -> world.server.clock().waiting() > 0);
        run.interrupt();
        run.join(60_000);
        assertThat(flag.get()).isTrue();
    }

    @Test
    void filesOfOneNameThatAreSentAtOnceHaveEachTheirPlace() throws IOException {
        List<String> contents = new ArrayList<>();
        List<CompletableFuture<ImportResult>> results = new ArrayList<>();
        ImportFeed feed = builder().concurrency(4).maxUnprocessed(6).build();
        for (int i = 0; i < 30; i++) {
            Path folder = Files.createDirectories(directory.resolve("from-" + i));
            contents.add(ROWS + i);
            results.add(feed.submit(Files.writeString(folder.resolve("same.csv"), ROWS + i)));
        }
        assertThat(feed.runUntilEmpty()).isEqualTo(new ImportReport(30, 0, 0, 0));
        List<String> done = new ArrayList<>();
        for (CompletableFuture<ImportResult> result : results) {
            done.add(Files.readString(result.join().file()));
        }
        assertThat(done).isEqualTo(contents);
        assertThat(world.sent()).containsExactlyInAnyOrderElementsOf(contents);
        assertThat(world.files("done")).hasSize(30);
    }

    @Test
    void theHealthTellsHowLongTheServiceWantsNothing() {
        world.server.faults().on(Operation.ENQUEUE).always().inject(new Fault.Throttled(Fault.RetryAfter.seconds(60)));
        world.put("a.csv", ROWS);
        ImportFeed feed = builder().build();
        assertThatThrownBy(feed::runUntilEmpty).isInstanceOf(ImportFeedException.class);
        assertThat(feed.health().throttledUntil())
                .get()
                .satisfies(until -> assertThat(until)
                        .isAfterOrEqualTo(world.server.clock().instant().plusSeconds(60)));
        assertThat(feed.health().spooled()).isEqualTo(1);
        assertThat(world.sent()).isEmpty();
    }

    @Test
    void anOutageEndsARunAndLosesNothing() {
        world.server.faults().on(Operation.ENQUEUE).always().inject(new Fault.Unavailable(Fault.RetryAfter.seconds(5)));
        world.put("a.csv", ROWS);
        ImportFeed feed = builder().build();
        assertThatThrownBy(feed::runUntilEmpty).isInstanceOf(ImportFeedException.class);
        assertThat(feed.health().lastError()).isPresent();
        world.server.faults().clear();
        assertThat(builder().build().runUntilEmpty().processed()).isEqualTo(1);
        assertThat(world.sent()).hasSize(1);
    }

    @Test
    void aRunDoesNotWaitForEverForTheService() {
        world.put("a.csv", ROWS);
        ImportFeed feed = builder().resultTimeout(Duration.ofSeconds(20)).build();
        assertThat(feed.runUntilEmpty()).isEqualTo(new ImportReport(0, 0, 0, 1));
        assertThat(builder().build().runUntilEmpty()).isEqualTo(new ImportReport(1, 0, 0, 0));
        assertThat(world.sent()).hasSize(1);
    }

    @Test
    void aMessageThatNeverEndsIsGivenToAPersonAfterAWeek() {
        world.server.faults().on(Operation.ENQUEUE).inject(new Fault.ResetAfterReading());
        world.put("a.csv", ROWS);
        builder().build().runUntilEmpty();
        FakeImportJob job = world.server.importJob();
        MessageId message = job.enqueued().get(0).messageId();
        job.forceState(message, MessageState.PROCESSING);
        ImportFeed feed = builder().resultTimeout(Duration.ofDays(30)).build();
        feed.resolve(feed.inDoubt().get(0).id(), message);
        assertThat(feed.runUntilEmpty().inDoubt()).isEqualTo(1);
        assertThat(feed.inDoubt().get(0).reason()).contains(message.value(), "7 days");
        assertThat(world.files("in-doubt")).containsExactly("a.csv", "a.csv.in-doubt.txt");
        assertThat(world.read("in-doubt/a.csv.in-doubt.txt")).contains("7 days");
        assertThat(world.sent()).hasSize(1);
    }
}
