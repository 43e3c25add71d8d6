package io.github.d365fo.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.packages.DataPackageException;
import io.github.d365fo.connector.packages.PackageProblem;
import io.github.d365fo.feed.FeedListener.LeftReason;
import io.github.d365fo.testkit.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a message whose handling fails, or comes too late. */
class ExportFeedFailingTest extends ExportFeedRig {
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

    @ParameterizedTest
    @EnumSource
    void aFailureWhoseOwnMethodsThrowIsOneLikeAnyOther(CommitMode mode) {
        publish(1);
        AtomicInteger calls = new AtomicInteger();

        FeedReport report = builder()
                .commit(mode)
                .attempts(2)
                .handler(export -> {
                    calls.incrementAndGet();
                    throw new UnspeakableException();
                })
                .build()
                .runUntilEmpty();

        assertThat(calls).hasValue(2);
        assertThat(report.failed()).isEqualTo(2);
        assertThat(report.quarantined()).isEqualTo(1);
        assertThat(server.exportJob().pending()).isZero();
        assertThat(told.of(FeedListener.AttemptFailed.class))
                .allSatisfy(event ->
                        assertThat(event.failure()).hasMessageContaining(UnspeakableException.class.getName()));
    }

    /** None of its methods gives what its caller expects. */
    private static final class UnspeakableException extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new IllegalStateException("planned");
        }

        @Override
        public String toString() {
            throw new LinkageError("planned");
        }

        @Override
        @SuppressWarnings({"NullAway", "PMD.ReturnEmptyCollectionRatherThanNull"})
        public StackTraceElement[] getStackTrace() {
            return null;
        }

        @Override
        public synchronized Throwable getCause() {
            return this;
        }
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
