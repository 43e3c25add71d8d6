package io.github.d365fo.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.ConnectorListener;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.feed.internal.files.DirectoryLock;
import io.github.d365fo.testkit.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A handler that goes on after its feed has stopped to wait for it. */
class ExportFeedOutlivedTest extends ExportFeedRig {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);

    @BeforeEach
    void standStill() {
        server.clock().autoAdvance(false);
    }

    private ExportFeedBuilder durable(CommitMode mode) {
        return builder().commit(mode).ledger(DeliveryLedger.inDirectory(directory.resolve("ledger")));
    }

    private void work(Export export, boolean fails) throws IOException {
        begun.countDown();
        boolean waiting = true;
        while (waiting) {
            try {
                mayEnd.await();
                waiting = false;
            } catch (InterruptedException e) {
                // Deaf to it, as code between two systems often is.
            }
        }
        if (fails) {
            throw new IOException("too late");
        }
        remember(export);
    }

    @ParameterizedTest
    @CsvSource({"AFTER_HANDLER,false", "AFTER_HANDLER,true", "AFTER_SPOOL,false", "AFTER_SPOOL,true"})
    void keepsItsPackageToItself(CommitMode mode, boolean fails) throws Exception {
        publish(1);
        ExportFeed first = durable(mode).handler(export -> work(export, fails)).build();
        first.start();
        begun.await();
        await().until(() ->
                mode == CommitMode.AFTER_HANDLER || server.exportJob().pending() == 0);

        FeedReport left = first.drain(Duration.ZERO);

        assertThat(first.health().state()).isEqualTo(FeedState.STOPPED);
        assertThat(left.leftOver()).hasSize(mode == CommitMode.AFTER_HANDLER ? 1 : 0);
        assertThat(left.spooled()).isEqualTo(mode == CommitMode.AFTER_SPOOL ? 1 : 0);
        assertThat(first.drain(Duration.ofDays(1))).isEqualTo(left);
        assertThatThrownBy(durable(mode).build()::start)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("in use by another feed in this process");

        mayEnd.countDown();
        await().ignoreExceptions()
                .untilAsserted(() -> DirectoryLock.take(spool()).close());
        server.clock().advance(Duration.ofMinutes(31));
        FeedReport report = durable(mode).build().runUntilEmpty();

        assertThat(handled).hasSize(1);
        assertThat(report.handled()).isEqualTo(fails ? 1 : 0);
        assertThat(server.exportJob().pending()).isZero();
    }

    /** The service may hang in any call, also in the one that is tried once more at the end. */
    @ParameterizedTest
    @CsvSource({
        "DEQUEUE,AFTER_HANDLER",
        "DOWNLOAD,AFTER_HANDLER",
        "DOWNLOAD,AFTER_SPOOL",
        "ACKNOWLEDGE,AFTER_HANDLER",
        "ACKNOWLEDGE,AFTER_SPOOL"
    })
    void aServiceThatHangsDoesNotHoldUpTheEnd(Operation operation, CommitMode mode) throws Exception {
        publish(1);
        server.faults().on(operation).always().optional().inject(new Fault.Stall());
        CountDownLatch asked = new CountDownLatch(1);
        try (ConnectorClient client = ConnectorClient.builder()
                .environment(server.environment())
                .tokenProvider(server.tokenProvider())
                .responseTimeout(Duration.ofHours(1))
                .stallTimeout(Duration.ofHours(1))
                .listener(new ConnectorListener() {
                    @Override
                    public void onRequest(Request event) {
                        if (event.operation() == operation) {
                            asked.countDown();
                        }
                    }
                })
                .build()) {
            ExportFeed feed = ExportFeed.builder(client.job(server.exportJob().activityId()))
                    .spool(spool())
                    .commit(mode)
                    .handler(this::remember)
                    .clock(Clock.systemUTC())
                    .build();
            feed.start();
            asked.await();

            FeedReport report = feed.drain(Duration.ZERO);

            assertThat(feed.health().state()).isEqualTo(FeedState.STOPPED);
            assertThat(report.leftOver()).hasSize(operation == Operation.DEQUEUE ? 0 : 1);
            await().ignoreExceptions()
                    .untilAsserted(() -> DirectoryLock.take(spool()).close());
        }
    }
}
