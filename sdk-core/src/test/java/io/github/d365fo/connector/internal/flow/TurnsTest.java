package io.github.d365fo.connector.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.ConnectorListener;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.error.TransportException;
import io.github.d365fo.connector.internal.call.Call;
import io.github.d365fo.connector.internal.call.CallKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Work on one thing goes through one at a time, in the order in which it was asked for. */
class TurnsTest {
    private final List<String> waits = new ArrayList<>();
    private final Turns turns = new Turns();
    private final List<String> begun = new ArrayList<>();

    @Test
    void whoeverComesLaterWaitsAndSaysSo() {
        Work first = new Work("first", "Groups");
        Work second = new Work("second", "Groups");
        Work third = new Work("third", "groups");
        assertThat(begun).containsExactly("first");
        assertThat(waits).containsExactly("IMPORT_PACKAGE DATA_PROJECT", "IMPORT_PACKAGE DATA_PROJECT");
        first.work.complete("done");
        assertThat(begun).containsExactly("first", "second");
        assertThat(first.result).isCompletedWithValue("done");
        second.work.complete("done");
        assertThat(begun).containsExactly("first", "second", "third");
        assertThat(waits.subList(2, 4)).containsOnly("end of DATA_PROJECT");
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
        final Call call = CallKind.ASYNC.call(Runnable::run, new Waits());
        final CompletableFuture<String> work = new CompletableFuture<>();
        final CompletableFuture<String> result;

        Work(String name, String thing) {
            result = turns.inTurn(call, Operation.IMPORT_PACKAGE, thing, () -> {
                begun.add(name);
                return work;
            });
        }
    }

    private final class Waits implements ConnectorListener {
        @Override
        public void onWait(Wait event) {
            assertThat(event.duration()).isEmpty();
            waits.add(event.operation() + " " + event.reason());
        }

        @Override
        public void onWaitEnded(WaitEnded event) {
            waits.add("end of " + event.started().reason());
        }
    }
}
