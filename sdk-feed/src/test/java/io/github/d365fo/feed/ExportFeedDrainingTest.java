package io.github.d365fo.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.error.AuthorizationException;
import io.github.d365fo.testkit.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a run that ends does with what is there. */
class ExportFeedDrainingTest extends ExportFeedRig {
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

    /** The other worker has found the queue empty long before, and would let the message wait for the next run. */
    @Test
    void aMessageThatComesBackDuringTheRunIsStillTaken() {
        server.clock().autoAdvance(false);
        publish(1);

        FeedReport report = builder()
                .concurrency(2)
                .handler(export -> {
                    remember(export);
                    await().until(() -> dequeues() == 2);
                    server.clock().advance(Duration.ofMinutes(31));
                })
                .build()
                .runUntilEmpty();

        assertThat(report.handled()).isEqualTo(1);
        assertThat(report.duplicates()).isEqualTo(1);
        assertThat(server.exportJob().pending()).isZero();
    }

    private long dequeues() {
        return server.requests().stream()
                .filter(request -> request.operation().equals(Optional.of(Operation.DEQUEUE)))
                .count();
    }

    /** A feed that has left a message learns from the ledger that another machine has settled it. */
    @Test
    void whatAnotherMachineAcknowledgesIsNoLongerLeftHere() {
        server.clock().autoAdvance(false);
        publish(1);
        DeliveryLedger ledger = DeliveryLedger.inMemory();
        AtomicReference<ExportFeed> self = new AtomicReference<>();
        try (ExportFeed feed = builder()
                .ledger(ledger)
                .claim(Duration.ofSeconds(1))
                .handler(export -> {
                    remember(export);
                    self.get().pause();
                    server.clock().advance(Duration.ofMinutes(31));
                })
                .build()) {
            self.set(feed);
            feed.start();
            await().until(() -> feed.health().oldestUnacknowledged().isPresent());

            builder().ledger(ledger).spool(directory.resolve("another")).build().runUntilEmpty();

            assertThat(server.exportJob().pending()).isZero();
            server.clock().advance(Duration.ofMinutes(31));
            await().until(() -> feed.health().oldestUnacknowledged().isEmpty());
        }
        assertThat(handled).hasSize(1);
    }

    /** After seven days the service has lost the package, and says so. */
    @Test
    void aMessageThatComesBackWithoutItsFileIsNoLongerLeft() {
        server.clock().autoAdvance(false);
        publish(1);
        try (ExportFeed feed = builder()
                .attempts(100)
                .handler(export -> {
                    server.clock().advance(Duration.ofMinutes(31));
                    throw new IOException("not now");
                })
                .build()) {
            feed.start();
            await().until(() -> feed.health().oldestUnacknowledged().isPresent());
            server.clock().advance(Duration.ofDays(8));
            await().until(() -> server.exportJob().pending() == 0);
            await().until(() -> feed.health().oldestUnacknowledged().isEmpty());
        }
    }
}
