package io.github.d365fo.connector.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.ConnectorListener;
import io.github.d365fo.connector.ConnectorListener.WaitReason;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.error.TransportException;
import io.github.d365fo.connector.retry.RetryPolicy;
import io.github.d365fo.connector.support.RecordingClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Work on one thing goes through one at a time, in the order in which it was asked for. */
class TurnsTest {
    private final List<ConnectorListener.Wait> waits = new ArrayList<>();
    private final Pipeline pipeline =
            TestPipelines.of(new RecordingClock(), RetryPolicy.none(), new ConnectorListener() {
                @Override
                public void onWait(Wait event) {
                    waits.add(event);
                }
            });
    private final Turns turns = new Turns(pipeline);
    private final AsyncFace face = new AsyncFace(Runnable::run);
    private final List<String> begun = new ArrayList<>();

    @AfterEach
    void close() {
        pipeline.close();
    }

    @Test
    void whoeverComesLaterWaitsAndSaysSo() {
        Work first = new Work("first", "Groups");
        Work second = new Work("second", "Groups");
        Work third = new Work("third", "groups");
        assertThat(begun).containsExactly("first");
        assertThat(waits)
                .containsOnly(
                        new ConnectorListener.Wait(Operation.IMPORT_PACKAGE, WaitReason.DATA_PROJECT, Optional.empty()))
                .hasSize(2);
        first.work.complete("done");
        assertThat(begun).containsExactly("first", "second");
        assertThat(first.result).isCompletedWithValue("done");
        second.work.complete("done");
        assertThat(begun).containsExactly("first", "second", "third");
        third.work.complete("done");
        assertThat(third.result).isCompletedWithValue("done");
    }

    @Test
    void otherThingsHaveTheirOwnLine() {
        new Work("first", "Groups");
        new Work("second", "Items");
        assertThat(begun).containsExactly("first", "second");
        assertThat(waits).isEmpty();
    }

    @Test
    void workThatFailsLetsTheNextThrough() {
        Work first = new Work("first", "Groups");
        Work second = new Work("second", "Groups");
        first.work.completeExceptionally(new IllegalStateException("no"));
        assertThat(first.result).isCompletedExceptionally();
        assertThat(begun).containsExactly("first", "second");
        second.work.complete("done");
    }

    @Test
    void whoeverGivesUpIsPassedBy() {
        Work first = new Work("first", "Groups");
        Work second = new Work("second", "Groups");
        new Work("third", "Groups");
        second.call.cancel();
        assertThat(second.result)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(TransportException.class)
                .withMessageContaining("import package failed: the call was cancelled");
        first.work.complete("done");
        assertThat(begun).containsExactly("first", "third");
    }

    @Test
    void aCallThatIsGivenUpGivesItsTurnAway() {
        Work first = new Work("first", "Groups");
        new Work("second", "Groups");
        first.call.finish();
        assertThat(begun).containsExactly("first", "second");
        // Its late end must not give away the turn of the second.
        new Work("third", "Groups");
        first.work.complete("late");
        assertThat(begun).containsExactly("first", "second");
    }

    @Test
    void anEmptyLineBeginsAnew() {
        new Work("first", "Groups").work.complete("done");
        new Work("second", "Groups").work.complete("done");
        assertThat(begun).containsExactly("first", "second");
        assertThat(waits).isEmpty();
    }

    private final class Work {
        final CallScope call = new CallScope(Duration.ofHours(1));
        final CompletableFuture<String> work = new CompletableFuture<>();
        final CompletableFuture<String> result;

        Work(String name, String thing) {
            result = turns.inTurn(face, call, Operation.IMPORT_PACKAGE, thing, () -> {
                begun.add(name);
                return work;
            });
        }
    }
}
