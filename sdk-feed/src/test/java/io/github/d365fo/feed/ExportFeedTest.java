package io.github.d365fo.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.error.AuthorizationException;
import io.github.d365fo.connector.packages.DataPackageException;
import io.github.d365fo.connector.packages.PackageProblem;
import io.github.d365fo.feed.FeedListener.LeftReason;
import io.github.d365fo.feed.harness.QuietLog;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.Fault;
import io.github.d365fo.testkit.TestPackages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An export feed with a real spool against the fake server. */
@ExtendWith(QuietLog.class)
@Timeout(120)
class ExportFeedTest {
    @TempDir
    Path directory;

    private final List<String> handled = Collections.synchronizedList(new ArrayList<>());
    private final Told told = new Told();
    private FakeConnectorServer server;

    @BeforeEach
    void startServer() {
        server = FakeConnectorServer.start();
    }

    @AfterEach
    void closeServer() {
        server.close();
    }

    private RecurringJob exports() {
        return server.client().job(server.exportJob().activityId());
    }

    private ExportFeedBuilder builder() {
        return ExportFeed.builder(exports())
                .spool(spool())
                .handler(this::remember)
                .listener(told)
                .clock(server.clock());
    }

    private Path spool() {
        return directory.resolve("spool");
    }

    private void remember(Export export) throws IOException {
        assertThat(Files.size(export.file())).isEqualTo(export.size());
        handled.add(export.message().correlationId());
    }

    private void publish(int count) {
        for (int i = 0; i < count; i++) {
            server.exportJob().publish(TestPackages.of("Customers", "ID\r\n" + i + "\r\n"));
        }
    }

    private List<String> published() {
        return server.exportJob().messages().stream()
                .map(message -> message.correlationId())
                .toList();
    }

    private List<Path> packagesInSpool() throws IOException {
        try (Stream<Path> files = Files.list(spool().resolve("packages"))) {
            return files.toList();
        }
    }

    /** Everything that a feed has told. */
    private static final class Told implements FeedListener {
        final ConcurrentLinkedQueue<Object> events = new ConcurrentLinkedQueue<>();

        <T> List<T> of(Class<T> type) {
            return events.stream().filter(type::isInstance).map(type::cast).toList();
        }

        @Override
        public void onHandled(Handled event) {
            events.add(event);
        }

        @Override
        public void onDuplicate(Duplicate event) {
            events.add(event);
        }

        @Override
        public void onNoFile(NoFile event) {
            events.add(event);
        }

        @Override
        public void onAttemptFailed(AttemptFailed event) {
            events.add(event);
        }

        @Override
        public void onQuarantined(Quarantined event) {
            events.add(event);
        }

        @Override
        public void onLeft(Left event) {
            events.add(event);
        }

        @Override
        public void onTrouble(Trouble event) {
            events.add(event);
        }

        @Override
        public void onStateChanged(StateChanged event) {
            events.add(event);
        }
    }

    @Nested
    class Draining {
        @ParameterizedTest
        @EnumSource
        void everyPackageIsHandledInOrderAndAcknowledged(CommitMode mode) throws IOException {
            publish(20);

            FeedReport report = builder().commit(mode).build().runUntilEmpty();

            assertThat(handled).isEqualTo(published());
            assertThat(report.handled()).isEqualTo(20);
            assertThat(report.leftOver()).isEmpty();
            assertThat(server.exportJob().acknowledged()).isEqualTo(20);
            assertThat(server.exportJob().redelivered()).isZero();
            assertThat(packagesInSpool()).isEmpty();
        }

        @ParameterizedTest
        @EnumSource
        void severalAtOnce(CommitMode mode) {
            publish(40);

            FeedReport report = builder().commit(mode).concurrency(8).build().runUntilEmpty();

            assertThat(handled).containsExactlyInAnyOrderElementsOf(published());
            assertThat(report.handled()).isEqualTo(40);
            assertThat(server.exportJob().pending()).isZero();
        }

        @Test
        void aMessageWithoutAFileIsAcknowledgedAndTold() {
            server.exportJob().publishWithoutFile("no customer changed");

            FeedReport report = builder().build().runUntilEmpty();

            assertThat(report.withoutFile()).isEqualTo(1);
            assertThat(handled).isEmpty();
            assertThat(server.exportJob().pending()).isZero();
            assertThat(told.of(FeedListener.NoFile.class))
                    .singleElement()
                    .satisfies(event -> assertThat(event.reason()).contains("no customer changed"));
        }

        @ParameterizedTest
        @EnumSource
        void aLostAcknowledgementIsNoSecondHandling(CommitMode mode) {
            publish(3);
            server.faults().on(Operation.ACKNOWLEDGE).times(5).inject(new Fault.Status(502));

            ExportFeed first = builder().commit(mode).build();
            first.runUntilEmpty();
            server.clock().advance(Duration.ofMinutes(31));
            builder().commit(mode).build().runUntilEmpty();

            assertThat(handled).isEqualTo(published());
            assertThat(server.exportJob().pending()).isZero();
        }

        @Test
        void whatTheServiceDoesNotGiveEndsTheRunWithItsReport() {
            publish(1);
            server.faults().on(Operation.DEQUEUE).nth(2).inject(new Fault.Status(403));

            FeedException failure = catchThrowableOfType(
                    FeedException.class, () -> builder().build().runUntilEmpty());

            assertThat(failure).hasCauseInstanceOf(AuthorizationException.class);
            assertThat(failure.report().handled()).isEqualTo(1);
        }
    }

    @Nested
    class Failing {
        @ParameterizedTest
        @EnumSource
        void anAttemptThatFailsIsRepeated(CommitMode mode) {
            publish(1);
            AtomicInteger calls = new AtomicInteger();

            FeedReport report = builder()
                    .commit(mode)
                    .handler(export -> {
                        if (calls.incrementAndGet() < 3) {
                            throw new IOException("made up");
                        }
                        assertThat(export.attempt()).isEqualTo(3);
                    })
                    .build()
                    .runUntilEmpty();

            assertThat(report.handled()).isEqualTo(1);
            assertThat(report.failed()).isEqualTo(2);
            assertThat(server.exportJob().pending()).isZero();
        }

        @ParameterizedTest
        @EnumSource
        void whatNeverSucceedsGoesToQuarantineAndCanBeReplayed(CommitMode mode) throws IOException {
            publish(2);
            AtomicBoolean broken = new AtomicBoolean(true);
            ExportFeed feed = builder()
                    .commit(mode)
                    .attempts(2)
                    .handler(export -> {
                        if (broken.get()
                                && export.message()
                                        .correlationId()
                                        .equals(published().get(0))) {
                            throw new IllegalStateException("made up");
                        }
                        remember(export);
                    })
                    .build();

            FeedReport report = feed.runUntilEmpty();

            assertThat(report.quarantined()).isEqualTo(1);
            assertThat(report.handled()).isEqualTo(1);
            assertThat(server.exportJob().pending()).isZero();
            Path place = told.of(FeedListener.Quarantined.class).get(0).place();
            assertThat(place.resolve("failure.txt")).content(UTF_8).contains("2 attempts", "made up");
            assertThat(place.resolve("manifest.txt")).content(UTF_8).contains("Customers");
            assertThat(place.resolve("package.zip")).exists();

            assertThatThrownBy(() -> feed.replay(place))
                    .isInstanceOf(FeedException.class)
                    .hasMessageContaining("made up");
            assertThat(place).exists();
            broken.set(false);
            assertThat(feed.replay(place).handled()).isEqualTo(1);
            assertThat(place).doesNotExist();
            assertThat(handled).containsExactlyInAnyOrderElementsOf(published());
            assertThatThrownBy(() -> feed.replay(place)).isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void poisonIsGivenUpAtOnceAndLeftIfWanted() {
            publish(1);

            FeedReport report = builder()
                    .poison(PoisonPolicy.LEAVE)
                    .handler(export -> {
                        throw new DataPackageException(PackageProblem.BROKEN_ARCHIVE, "made up");
                    })
                    .build()
                    .runUntilEmpty();

            assertThat(report.quarantined()).isEqualTo(1);
            assertThat(report.failed()).isEqualTo(1);
            assertThat(report.leftOver()).hasSize(1);
            assertThat(told.of(FeedListener.Left.class))
                    .extracting(FeedListener.Left::reason)
                    .containsExactly(LeftReason.POISON);
            assertThat(server.exportJob().pending()).isEqualTo(1);
        }

        @Test
        void whatIsNoPackageGoesToQuarantineAsItCame() throws IOException {
            server.exportJob().publish("this is no zip".getBytes(UTF_8));
            for (int i = 0; i < 3; i++) {
                builder().attempts(3).build().runUntilEmpty();
                server.clock().advance(Duration.ofMinutes(31));
            }

            assertThat(handled).isEmpty();
            assertThat(server.exportJob().pending()).isZero();
            Path place = told.of(FeedListener.Quarantined.class).get(0).place();
            assertThat(place.resolve("package.zip")).hasContent("this is no zip");
        }

        @ParameterizedTest
        @EnumSource
        void aFatalFailureStopsTheFeedAndKeepsTheMessage(CommitMode mode) {
            publish(1);
            IllegalStateException fatal = new IllegalStateException("no configuration");
            ExportFeed feed = builder()
                    .commit(mode)
                    .classifier(failure -> FailureKind.FATAL)
                    .handler(export -> {
                        throw fatal;
                    })
                    .build();

            assertThatThrownBy(feed::runUntilEmpty)
                    .isInstanceOf(FeedException.class)
                    .hasCause(fatal);
            assertThat(feed.health().state()).isEqualTo(FeedState.FAILED);
            assertThat(feed.health().lastError()).contains(fatal);

            server.clock().advance(Duration.ofMinutes(31));
            builder().commit(mode).build().runUntilEmpty();
            assertThat(handled).hasSize(1);
            assertThat(server.exportJob().pending()).isZero();
        }

        @ParameterizedTest
        @EnumSource
        void errorsAndInterruptsEndNoWorker(CommitMode mode) {
            publish(3);
            AtomicInteger calls = new AtomicInteger();

            FeedReport report = builder()
                    .commit(mode)
                    .listener(new FeedListener() {
                        @Override
                        public void onHandled(Handled event) {
                            throw new StackOverflowError("made up");
                        }
                    })
                    .classifier(failure -> {
                        throw new LinkageError("made up");
                    })
                    .handler(export -> {
                        Thread.currentThread().interrupt();
                        if (calls.incrementAndGet() % 2 == 1) {
                            throw new OutOfMemoryError("made up");
                        }
                        handled.add(export.message().correlationId());
                    })
                    .build()
                    .runUntilEmpty();

            assertThat(report.handled()).isEqualTo(3);
            assertThat(handled).isEqualTo(published());
        }

        @Test
        void aHandlerThatBeginsTooLateDoesNotBegin() {
            publish(1);
            server.faults().on(Operation.DOWNLOAD).nth(1).inject(new Fault.Delay(Duration.ofMinutes(29)));

            builder().build().runUntilEmpty();

            assertThat(handled).isEmpty();
            assertThat(told.of(FeedListener.Left.class))
                    .extracting(FeedListener.Left::reason)
                    .containsExactly(LeftReason.LEASE_ENDS);

            server.clock().advance(Duration.ofMinutes(5));
            builder().build().runUntilEmpty();
            assertThat(handled).hasSize(1);
            assertThat(server.requests().stream()
                            .filter(each -> each.operation()
                                    .filter(Operation.DOWNLOAD::equals)
                                    .isPresent()))
                    .as("the package is kept for the message to come back")
                    .hasSize(1);
        }

        @Test
        void whatIsHandledTooLateIsNotAcknowledged() {
            publish(1);
            builder()
                    .handler(export -> {
                        server.clock().advance(Duration.ofMinutes(29));
                        assertThat(export.remaining())
                                .isEqualTo(Duration.between(server.clock().instant(), export.leaseExpiresAt()));
                        remember(export);
                    })
                    .build()
                    .runUntilEmpty();
            assertThat(server.exportJob().pending()).isEqualTo(1);

            server.clock().advance(Duration.ofMinutes(5));
            FeedReport second = builder().build().runUntilEmpty();

            assertThat(second.duplicates()).isEqualTo(1);
            assertThat(handled).hasSize(1);
            assertThat(server.exportJob().pending()).isZero();
        }
    }

    @Nested
    class Running {
        @BeforeEach
        void standStill() {
            server.clock().autoAdvance(false);
        }

        @Test
        void aStartedFeedTakesWhatComes() {
            try (ExportFeed feed = builder().concurrency(2).build()) {
                feed.start();
                await().until(() -> feed.health().state() == FeedState.IDLE);
                publish(5);
                server.clock().advance(Duration.ofSeconds(5));
                await().until(() -> server.exportJob().pending() == 0);
                assertThat(feed.health().lastSuccess()).isPresent();
            }
            assertThat(handled).containsExactlyInAnyOrderElementsOf(published());
        }

        @Test
        void aPausedFeedTakesNothing() {
            try (ExportFeed feed = builder().build()) {
                feed.start();
                await().until(() -> feed.health().state() == FeedState.IDLE);
                feed.pause();
                assertThat(feed.health().state()).isEqualTo(FeedState.PAUSED);
                publish(1);
                server.clock().advance(Duration.ofMinutes(2));
                assertThat(server.exportJob().messages().get(0).deliveries()).isZero();
                feed.resume();
                await().until(() -> server.exportJob().pending() == 0);
            }
        }

        @ParameterizedTest
        @EnumSource
        void closingLetsAHandlerFinish(CommitMode mode) throws Exception {
            publish(1);
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch mayEnd = new CountDownLatch(1);
            ExportFeed feed = builder()
                    .commit(mode)
                    .handler(export -> {
                        begun.countDown();
                        mayEnd.await();
                        remember(export);
                    })
                    .build();
            feed.start();
            begun.await();
            CompletableFuture<Void> closing = CompletableFuture.runAsync(feed::close);
            await().until(() -> feed.health().state() == FeedState.DRAINING);
            mayEnd.countDown();
            closing.get(1, TimeUnit.MINUTES);

            assertThat(feed.health().state()).isEqualTo(FeedState.STOPPED);
            assertThat(handled).hasSize(1);
            assertThat(server.exportJob().pending()).isZero();
        }

        @Test
        void aHandlerThatDoesNotFinishIsInterruptedAndItsMessageIsLeft() throws Exception {
            publish(1);
            CountDownLatch begun = new CountDownLatch(1);
            AtomicReference<Throwable> ending = new AtomicReference<>();
            CountDownLatch ended = new CountDownLatch(1);
            ExportFeed feed = builder()
                    .handler(export -> {
                        begun.countDown();
                        try {
                            new CountDownLatch(1).await();
                        } catch (InterruptedException e) {
                            ending.set(e);
                            throw e;
                        } finally {
                            ended.countDown();
                        }
                    })
                    .build();
            feed.start();
            begun.await();

            feed.drain(Duration.ofMillis(50));

            assertThat(ended.await(1, TimeUnit.MINUTES)).isTrue();
            assertThat(ending.get()).isInstanceOf(InterruptedException.class);
            assertThat(server.exportJob().pending()).isEqualTo(1);
        }

        @Test
        void aHandlerMayCloseItsFeed() throws Exception {
            publish(2);
            AtomicReference<ExportFeed> feed = new AtomicReference<>();
            feed.set(builder()
                    .handler(export -> {
                        feed.get().close();
                        remember(export);
                    })
                    .build());
            feed.get().start();

            await().until(() -> feed.get().health().state() == FeedState.STOPPED);
            assertThat(handled).hasSize(1);
            assertThat(server.exportJob().acknowledged()).isEqualTo(1);
        }

        @Test
        void closingTwiceOrBeforeTheStartDoesNothing() {
            ExportFeed feed = builder().build();
            feed.close();
            feed.close();
            assertThatThrownBy(feed::start).isInstanceOf(IllegalStateException.class);
            assertThat(feed.health().state()).isEqualTo(FeedState.STOPPED);
            assertThat(feed.report().handled()).isZero();
            feed.pause();
            feed.resume();
        }

        @Test
        void oneSpoolHasOneFeed() {
            try (ExportFeed feed = builder().build()) {
                feed.start();
                assertThatThrownBy(() -> builder().build().start())
                        .isInstanceOf(UncheckedIOException.class)
                        .hasMessageContaining("another feed in this process");
            }
            ExportFeed other = ExportFeed.builder(server.client().job("{11111111-2222-3333-4444-555555555555}"))
                    .spool(spool())
                    .handler(this::nothing)
                    .build();
            assertThatThrownBy(other::start)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("needs one of its own");
        }

        private void nothing(Export export) {
            assertThat(export).isNotNull();
        }

        @Test
        void aFeedThatWasStartedIsNotStartedAgain() {
            try (ExportFeed feed = builder().build()) {
                feed.start();
                assertThatThrownBy(feed::start).isInstanceOf(IllegalStateException.class);
                assertThatThrownBy(feed::runUntilEmpty).isInstanceOf(IllegalStateException.class);
            }
        }
    }

    @Nested
    class Building {
        @Test
        void whatIsMissingIsNamed() {
            assertThatThrownBy(
                            () -> ExportFeed.builder(exports()).spool(spool()).build())
                    .hasMessageStartingWith("handler: it is required");
            assertThatThrownBy(() ->
                            ExportFeed.builder(exports()).handler(export -> {}).build())
                    .hasMessageStartingWith("spool: it is required");
        }

        @ParameterizedTest
        @ValueSource(ints = {0, -1})
        void numbersAreAtLeastOne(int number) {
            assertThatThrownBy(() -> builder().concurrency(number)).hasMessageStartingWith("concurrency: expected");
            assertThatThrownBy(() -> builder().attempts(number)).hasMessageStartingWith("attempts: expected");
            assertThatThrownBy(() -> builder().spoolLimit(number)).hasMessageStartingWith("spoolLimit: expected");
        }

        @ParameterizedTest
        @ValueSource(longs = {0, -1})
        void timesAreMoreThanZero(long seconds) {
            Duration wrong = Duration.ofSeconds(seconds);
            assertThatThrownBy(() -> builder().claim(wrong)).hasMessageStartingWith("claim: expected");
            assertThatThrownBy(() -> builder().leaseMargin(wrong)).hasMessageStartingWith("leaseMargin: expected");
            assertThatThrownBy(() -> builder().drainTimeout(wrong)).hasMessageStartingWith("drainTimeout: expected");
            assertThatThrownBy(() -> builder().idleWait(wrong, Duration.ofSeconds(1)))
                    .hasMessageStartingWith("idleWait: expected");
        }

        @Test
        void timesFitEachOther() {
            assertThatThrownBy(() -> builder().leaseMargin(Duration.ofMinutes(30)))
                    .hasMessageContaining("less than the lease");
            assertThatThrownBy(() -> builder().idleWait(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                    .hasMessageContaining("no longer than the longest");
        }
    }
}
