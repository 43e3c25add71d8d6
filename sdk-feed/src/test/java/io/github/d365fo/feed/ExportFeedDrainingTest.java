package io.github.d365fo.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.error.AuthorizationException;
import io.github.d365fo.testkit.Fault;
import java.io.IOException;
import java.time.Duration;
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
}
