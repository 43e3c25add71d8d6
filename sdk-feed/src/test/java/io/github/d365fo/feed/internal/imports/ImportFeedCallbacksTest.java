package io.github.d365fo.feed.internal.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.feed.FeedListener;
import io.github.d365fo.feed.FeedState;
import io.github.d365fo.feed.FileRule;
import io.github.d365fo.feed.ImportFeed;
import io.github.d365fo.feed.ImportFeedBuilder;
import io.github.d365fo.feed.ImportReport;
import io.github.d365fo.feed.Resolution;
import io.github.d365fo.testkit.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the code of users may do when a feed calls it. */
@Timeout(120)
@ExtendWith(CapturedLog.class)
class ImportFeedCallbacksTest {
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
    void whateverTheyThrowNoFileIsLostOrRepeated() {
        world.put("a.csv", ROWS);
        world.put("b.csv", ROWS);
        FeedListener listener = new FeedListener() {
            @Override
            public void onFileSent(FileSent event) {
                throw new StackOverflowError("planned");
            }

            @Override
            public void onFileEnded(FileEnded event) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("planned");
            }

            @Override
            public void onImportTrouble(ImportTrouble event) {
                throw new AssertionError("planned");
            }

            @Override
            public void onImportStateChanged(ImportStateChanged event) {
                throw new NoClassDefFoundError("planned");
            }
        };
        ImportFeed feed = builder()
                .listener(listener)
                .onResult(result -> {
                    throw new OutOfMemoryError("planned");
                })
                .build();
        assertThat(feed.runUntilEmpty()).isEqualTo(new ImportReport(2, 0, 0, 0));
        assertThat(world.sent()).hasSize(2);
        assertThat(world.files("done")).containsExactly("a.csv", "b.csv");
    }

    /** What a listener hears of an import feed. */
    enum Event {
        SENT,
        ENDED,
        TROUBLE,
        STATE
    }

    /** Blocks at each event of one kind until it is released. */
    private static final class Blocking implements FeedListener {
        private final Event at;
        private final CountDownLatch release = new CountDownLatch(1);
        private final CountDownLatch blocks = new CountDownLatch(1);

        Blocking(Event at) {
            this.at = at;
        }

        @Override
        public void onFileSent(FileSent event) {
            hear(Event.SENT);
        }

        @Override
        public void onFileEnded(FileEnded event) {
            hear(Event.ENDED);
        }

        @Override
        public void onImportTrouble(ImportTrouble event) {
            hear(Event.TROUBLE);
        }

        @Override
        public void onImportStateChanged(ImportStateChanged event) {
            hear(Event.STATE);
        }

        private void hear(Event event) {
            if (event == at) {
                blocks.countDown();
                Uninterrupted.await(release);
            }
        }
    }

    private ImportFeed blockedBy(Blocking listener) {
        world.put("a.csv", ROWS);
        world.put("b.csv", ROWS);
        return builder()
                .listener(listener)
                .onResult(result -> {
                    throw new IllegalStateException("planned");
                })
                .build();
    }

    @ParameterizedTest
    @EnumSource
    void aListenerThatBlocksHoldsNoRunUp(Event event) {
        Blocking listener = new Blocking(event);
        ImportFeed feed = blockedBy(listener);
        try {
            assertThat(feed.runUntilEmpty()).isEqualTo(new ImportReport(2, 0, 0, 0));
            assertThat(listener.blocks.getCount()).isZero();
        } finally {
            listener.release.countDown();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aListenerThatBlocksHoldsNoServiceUpAndNoEndOfIt(Event event) {
        Blocking listener = new Blocking(event);
        ImportFeed feed = blockedBy(listener);
        try {
            feed.start();
            await().atMost(Duration.ofSeconds(60)).until(() -> feed.report().processed() == 2);
            feed.close();
            assertThat(feed.health().state()).isEqualTo(FeedState.STOPPED);
            assertThat(listener.blocks.getCount()).isZero();
        } finally {
            listener.release.countDown();
        }
    }

    /** Blocks whatever interrupts it. */
    private static final class Uninterrupted {
        static void await(CountDownLatch latch) {
            boolean interrupted = false;
            while (latch.getCount() > 0) {
                try {
                    latch.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Whoever reads the events after the end has all of them, in their order. */
    @Test
    void eventsComeOneAfterTheOtherAndAllBeforeTheEnd() {
        List<String> heard = new CopyOnWriteArrayList<>();
        ImportFeed feed = builder()
                .listener(new FeedListener() {
                    @Override
                    public void onFileSent(FileSent event) {
                        heard.add("sent " + event.source());
                    }

                    @Override
                    public void onFileEnded(FileEnded event) {
                        heard.add("ended " + event.result().source());
                    }

                    @Override
                    public void onImportStateChanged(ImportStateChanged event) {
                        heard.add("" + event.to());
                    }
                })
                .ordered(true)
                .build();
        world.put("a.csv", ROWS);
        world.put("b.csv", ROWS);
        feed.runUntilEmpty();
        assertThat(heard).containsSubsequence("sent a.csv", "ended a.csv", "sent b.csv", "ended b.csv", "STOPPED");
        assertThat(heard).endsWith("STOPPED");
    }

    @Test
    void anErrorOfTheRequestFunctionIsTriedAgainAndThenFails() {
        world.put("a.csv", ROWS);
        world.put("b.csv", ROWS);
        AtomicInteger calls = new AtomicInteger();
        ImportFeed feed = world.builder()
                .request(file -> {
                    if (file.endsWith("a.csv") || calls.incrementAndGet() < 3) {
                        throw new NoClassDefFoundError("planned");
                    }
                    return GROUPS.apply(file);
                })
                .build();
        assertThat(feed.runUntilEmpty()).isEqualTo(new ImportReport(1, 1, 0, 0));
        assertThat(world.files("failed")).contains("a.csv");
        assertThat(world.read("failed/a.csv.report.txt")).contains("NoClassDefFoundError");
    }

    @Test
    void anInterruptByTheRequestFunctionChangesNothing() {
        world.put("a.csv", ROWS);
        ImportFeed feed = world.builder()
                .request(file -> {
                    Thread.currentThread().interrupt();
                    return GROUPS.apply(file);
                })
                .build();
        assertThat(feed.runUntilEmpty()).isEqualTo(new ImportReport(1, 0, 0, 0));
        assertThat(world.sent()).hasSize(1);
    }

    @Test
    void aFunctionThatReturnsNothingFailsTheFile() {
        world.put("a.csv", ROWS);
        ImportFeed feed = world.builder().request(file -> null).build();
        assertThat(feed.runUntilEmpty().failed()).isEqualTo(1);
        assertThat(world.read("failed/a.csv.report.txt")).contains("returned null");
    }

    @Test
    void aFeedCanBeClosedFromInside() {
        for (int i = 0; i < 5; i++) {
            world.put(i + ".csv", ROWS);
        }
        AtomicReference<ImportFeed> feed = new AtomicReference<>();
        feed.set(world.builder()
                .request(GROUPS)
                .maxUnprocessed(1)
                .onResult(result -> feed.get().close())
                .build());
        feed.get().start();
        await().until(() -> feed.get().health().state() == FeedState.STOPPED);
        assertThat(feed.get().report().processed()).isEqualTo(1);
        assertThat(builder().build().runUntilEmpty().processed()).isEqualTo(4);
        assertThat(world.sent()).hasSize(5);
    }

    @Test
    void aFeedCanBeClosedByItsListener() {
        AtomicReference<ImportFeed> feed = new AtomicReference<>();
        List<FeedState> states = new CopyOnWriteArrayList<>();
        feed.set(builder()
                .listener(new FeedListener() {
                    @Override
                    public void onImportStateChanged(ImportStateChanged event) {
                        states.add(event.to());
                        if (event.to() == FeedState.IDLE || event.to() == FeedState.RUNNING) {
                            feed.get().close();
                        }
                    }
                })
                .build());
        feed.get().start();
        await().until(() -> states.contains(FeedState.STOPPED));
    }

    @Test
    void aCallbackCannotResolveTheFileThatItHearsOf() {
        world.server.faults().on(Operation.ENQUEUE).inject(new Fault.ResetAfterReading());
        world.put("a.csv", ROWS);
        AtomicReference<ImportFeed> feed = new AtomicReference<>();
        List<Throwable> troubles = new CopyOnWriteArrayList<>();
        feed.set(builder()
                .onResult(result -> feed.get().resolve(result.id(), Resolution.ARRIVED))
                .listener(new FeedListener() {
                    @Override
                    public void onImportTrouble(ImportTrouble event) {
                        troubles.add(event.failure());
                    }
                })
                .build());
        assertThat(feed.get().runUntilEmpty().inDoubt()).isEqualTo(1);
        assertThat(troubles).anyMatch(failure -> failure instanceof IllegalStateException);
    }
}
