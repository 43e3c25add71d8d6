package io.github.d365fo.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.packages.DataPackageException;
import io.github.d365fo.connector.packages.PackageProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What users' code, operators and other programs do to an export feed. */
class ExportFeedAbuseTest extends ExportFeedRig {
    private static final String FIRST = "the first";

    private void failOnce(Export export) throws IOException {
        if (export.message().correlationId().equals(published().get(0))) {
            throw new IOException(FIRST);
        }
        remember(export);
    }

    @ParameterizedTest
    @EnumSource
    void anInterruptThatComesTooLateEndsNoWorker(CommitMode mode) {
        server.clock().autoAdvance(false);
        Set<Thread> workers = ConcurrentHashMap.newKeySet();
        try (ExportFeed feed = builder()
                .commit(mode)
                .handler(export -> {
                    workers.add(Thread.currentThread());
                    remember(export);
                })
                .build()) {
            feed.start();
            for (int i = 1; i <= 3; i++) {
                publish(1);
                server.clock().advance(Duration.ofMinutes(1));
                int expected = i;
                await().until(() ->
                        handled.size() == expected && server.exportJob().pending() == 0);
                await().until(() -> feed.health().inFlight() == 0);
                workers.forEach(Thread::interrupt);
            }
        }
        assertThat(handled).isEqualTo(published());
    }

    @ParameterizedTest
    @EnumSource
    void norDoesAListenerThatInterruptsItsThread(CommitMode mode) {
        publish(1);
        server.exportJob().publishWithoutFile("nothing changed");
        publish(2);
        FeedReport report = builder()
                .commit(mode)
                .attempts(1)
                .handler(this::failOnce)
                .listener(new FeedListener() {
                    @Override
                    public void onQuarantined(Quarantined event) {
                        Thread.currentThread().interrupt();
                    }

                    @Override
                    public void onNoFile(NoFile event) {
                        Thread.currentThread().interrupt();
                    }
                })
                .build()
                .runUntilEmpty();
        assertThat(report.handled()).isEqualTo(2);
        assertThat(report.quarantined()).isEqualTo(1);
        assertThat(server.exportJob().pending()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void aPackageInTheSpoolThatWasChangedIsNotHandled(Damage damage) throws IOException {
        publish(2);
        ExportFeed first = builder()
                .commit(CommitMode.AFTER_SPOOL)
                .classifier(failure -> FailureKind.FATAL)
                .handler(export -> {
                    throw new IOException(FIRST);
                })
                .build();
        assertThatThrownBy(first::runUntilEmpty).isInstanceOf(FeedException.class);
        for (Path file : packagesInSpool()) {
            if (file.toString().endsWith(".zip")) {
                damage.doTo(file);
                break;
            }
        }
        server.clock().advance(Duration.ofMinutes(31));

        FeedReport report = builder().commit(CommitMode.AFTER_SPOOL).build().runUntilEmpty();

        assertThat(report.handled()).isEqualTo(1);
        assertThat(report.quarantined()).isEqualTo(1);
        assertThat(handled).hasSize(1);
        Path place = told.of(FeedListener.Quarantined.class).get(0).place();
        assertThat(place.resolve("failure.txt")).content().contains("missing, or is not what was downloaded");
        assertThat(packagesInSpool()).isEmpty();
    }

    /** What somebody does to a file. */
    enum Damage {
        DELETED {
            @Override
            void doTo(Path file) throws IOException {
                Files.delete(file);
            }
        },
        CUT {
            @Override
            void doTo(Path file) throws IOException {
                Files.write(file, new byte[5]);
            }
        },
        CHANGED {
            @Override
            void doTo(Path file) throws IOException {
                byte[] bytes = Files.readAllBytes(file);
                bytes[bytes.length / 2]++;
                Files.write(file, bytes);
            }
        };

        abstract void doTo(Path file) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void aHandlerThatTakesTheFileAwayAndFailsBlocksNothing(CommitMode mode) throws IOException {
        publish(3);
        AtomicInteger calls = new AtomicInteger();
        builder()
                .commit(mode)
                .handler(export -> {
                    if (calls.incrementAndGet() == 1) {
                        Files.delete(export.file());
                        throw new IOException(FIRST);
                    }
                    remember(export);
                })
                .build()
                .runUntilEmpty();
        server.clock().advance(Duration.ofMinutes(31));
        builder().commit(mode).build().runUntilEmpty();

        assertThat(server.exportJob().pending()).isZero();
        assertThat(handled).hasSize(mode == CommitMode.AFTER_HANDLER ? 3 : 2);
        assertThat(told.of(FeedListener.Quarantined.class)).hasSize(mode == CommitMode.AFTER_HANDLER ? 0 : 1);
        assertThat(packagesInSpool()).isEmpty();
    }

    @Test
    void aRunThatIsInterruptedSaysSoAndIsOver() {
        publish(1);
        ExportFeed feed = builder().build();
        Thread.currentThread().interrupt();
        assertThatThrownBy(feed::runUntilEmpty)
                .isInstanceOf(FeedException.class)
                .hasMessageContaining("was interrupted")
                .hasCauseInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(feed.health().state()).isEqualTo(FeedState.STOPPED);

        server.clock().advance(Duration.ofMinutes(31));
        builder().build().runUntilEmpty();
        assertThat(handled).hasSize(1);
    }

    @Test
    void anotherClockThanTheClientsIsNamed() {
        publish(1);
        assertThatThrownBy(() -> builder()
                        .clock(Clock.offset(server.clock(), Duration.ofDays(1)))
                        .build()
                        .runUntilEmpty())
                .isInstanceOf(FeedException.class)
                .hasMessageContaining("clock: the feed's is PT24H away");
    }

    @Test
    void aPackageIsReplayedByOneAtATimeAndAsItWasPutThere() throws IOException {
        publish(1);
        AtomicReference<ExportFeed> feed = new AtomicReference<>();
        AtomicInteger calls = new AtomicInteger();
        feed.set(builder()
                .handler(export -> {
                    if (calls.incrementAndGet() == 1) {
                        throw new DataPackageException(PackageProblem.BROKEN_ARCHIVE, FIRST);
                    }
                    assertThatThrownBy(() -> feed.get().replay(export.file().getParent()))
                            .isInstanceOf(UncheckedIOException.class)
                            .hasMessageContaining("in use by another feed");
                })
                .build());
        feed.get().runUntilEmpty();
        Path place = told.of(FeedListener.Quarantined.class).get(0).place();
        byte[] good = Files.readAllBytes(place.resolve("package.zip"));
        Files.write(place.resolve("package.zip"), new byte[3]);
        assertThatThrownBy(() -> feed.get().replay(place))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("not the package that was put here");
        Files.write(place.resolve("package.zip"), good);

        assertThat(feed.get().replay(place).handled()).isEqualTo(1);
        assertThat(calls).hasValue(2);
        assertThat(place).doesNotExist();
    }

    @Test
    void moreWorkersThanAnyMachineHasAreRefused() {
        assertThatThrownBy(() -> builder().concurrency(1001)).hasMessageContaining("at most 1000");
    }

    @ParameterizedTest
    @EnumSource
    void aClosedClientFailsTheFeed(CommitMode mode) {
        ConnectorClient client = server.client();
        ExportFeed feed = ExportFeed.builder(client.job(server.exportJob().activityId()))
                .spool(spool())
                .commit(mode)
                .handler(this::remember)
                .listener(told)
                .clock(server.clock())
                .build();
        feed.start();
        client.close();

        await().until(() -> feed.health().state() == FeedState.FAILED);

        assertThat(feed.health().lastError()).get().isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aDrainTimeBelowZeroIsRefused() {
        ExportFeed feed = builder().build();
        assertThatThrownBy(() -> feed.drain(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("atMost: expected zero or more, but got PT-1S");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "entry=a\n", "entry=\\uzzzz\n", "\0\0\0"})
    void aDamagedRecordInQuarantineIsNamed(String record) throws IOException {
        publish(1);
        ExportFeed feed = builder()
                .attempts(1)
                .handler(export -> {
                    throw new IOException(FIRST);
                })
                .build();
        feed.runUntilEmpty();
        Path place = told.of(FeedListener.Quarantined.class).get(0).place();
        Files.writeString(place.resolve("message.properties"), record);

        assertThatThrownBy(() -> feed.replay(place))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(place.resolve("message.properties").toString())
                .hasMessageContaining("it is damaged: ");
        assertThat(place).isDirectory();
    }
}
