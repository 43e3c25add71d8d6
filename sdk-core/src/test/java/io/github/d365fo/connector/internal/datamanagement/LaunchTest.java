package io.github.d365fo.connector.internal.datamanagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.Failure;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.internal.time.Time;
import io.github.d365fo.connector.support.RecordingClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** An execution is started again only if the service does not know it, and then once. */
class LaunchTest {
    private static final ExecutionId ID = ExecutionId.of("Import-1");

    private final ConnectorException lost = failure(Outcome.UNKNOWN, null);
    private final ConnectorException refused = failure(Outcome.REJECTED, null);
    private final ConnectorException unknown = failure(Outcome.REJECTED, null);
    private final Script script = new Script();

    @Test
    void aStartThatIsAnsweredIsOne() {
        script.starts.add(ID);
        assertThat(run(new Launch(false))).isEqualTo(ID);
        assertThat(script.done).containsExactly("start");
    }

    @Test
    void aLostAnswerIsLookedUp() {
        script.starts.add(lost);
        script.checks.add(Optional.empty());
        assertThat(run(new Launch(false))).isEqualTo(ID);
        assertThat(script.done).containsExactly("start", "check");
    }

    @Test
    void whatTheServiceDoesNotKnowIsStartedOnceMore() {
        script.starts.addAll(List.of(lost, ID));
        script.checks.add(Optional.of(unknown));
        assertThat(run(new Launch(false))).isEqualTo(ID);
        assertThat(script.done).containsExactly("start", "check", "start");
    }

    @Test
    void butNotTwice() {
        script.starts.addAll(List.of(lost, lost));
        script.checks.addAll(List.of(Optional.of(unknown), Optional.of(unknown)));
        assertThat(run(new Launch(false))).isSameAs(lost);
        assertThat(script.done).containsExactly("start", "check", "start", "check");
    }

    @Test
    void norWhatCantBeRepeated() {
        script.repeatable = false;
        script.starts.add(lost);
        script.checks.add(Optional.of(unknown));
        assertThat(run(new Launch(false))).isSameAs(lost);
        assertThat(script.done).containsExactly("start", "check");
    }

    @Test
    void whatMayHaveBeenStartedByAnotherIsLookedUpFirst() {
        script.checks.add(Optional.empty());
        assertThat(run(new Launch(true))).isEqualTo(ID);
        assertThat(script.done).containsExactly("check");
    }

    @Test
    void andStartedIfNobodyDid() {
        script.checks.add(Optional.of(unknown));
        script.starts.add(ID);
        assertThat(run(new Launch(true))).isEqualTo(ID);
        assertThat(script.done).containsExactly("check", "start");
    }

    @Test
    void orItsRefusalIsTold() {
        script.repeatable = false;
        script.checks.add(Optional.of(unknown));
        assertThat(run(new Launch(true))).isSameAs(unknown);
    }

    @Test
    void aRefusalBeforeAnyDoubtMeansThatNothingRuns() {
        script.starts.addAll(List.of(refused, ID));
        Launch launch = new Launch(false);
        assertThat(run(launch)).isSameAs(refused);
        assertThat(run(launch)).isEqualTo(ID);
        assertThat(script.done).containsExactly("start", "start");
    }

    @Test
    void aRefusalAfterADoubtDoesNot() {
        script.starts.addAll(List.of(lost, refused));
        script.checks.addAll(List.of(Optional.of(unknown), Optional.empty()));
        Launch launch = new Launch(false);
        assertThat(run(launch)).isSameAs(refused);
        assertThat(run(launch)).isEqualTo(ID);
        assertThat(script.done).containsExactly("start", "check", "start", "check");
    }

    @Test
    void whatWasNeverSentIsNotLookedUp() {
        script.sends = false;
        script.starts.add(lost);
        assertThat(run(new Launch(false))).isSameAs(lost);
        assertThat(script.done).containsExactly("start");
    }

    @Test
    void whoEndsTheStartEndsAll() {
        ConnectorException ended = failure(Outcome.UNKNOWN, new InterruptedException());
        script.starts.add(ended);
        assertThat(run(new Launch(false))).isSameAs(ended);
        assertThat(script.done).containsExactly("start");
    }

    @Test
    void aDeadlineLeavesWhatIsLeftAndNeverLess() {
        RecordingClock clock = new RecordingClock();
        Deadline deadline = new Deadline(Time.of(clock), Duration.ofMinutes(2));
        clock.advance(Duration.ofSeconds(30));
        assertThat(deadline.left()).isEqualTo(Duration.ofSeconds(90));
        clock.advance(Duration.ofHours(1));
        assertThat(deadline.left()).isZero();
    }

    /** Returns the id, or what the launch failed with. */
    private Object run(Launch launch) {
        script.launch = launch;
        CompletableFuture<ExecutionId> result = launch.run(script);
        Throwable failure = catchThrowable(result::join);
        return failure instanceof CompletionException e ? e.getCause() : result.join();
    }

    private static ConnectorException failure(Outcome outcome, Throwable cause) {
        return new ConnectorException(
                "no", Failure.of(Operation.IMPORT_PACKAGE, outcome).cause(cause));
    }

    /** What the service answers, one after another. */
    private static final class Script implements Launch.Steps {
        final Deque<Object> starts = new ArrayDeque<>();
        final Deque<Optional<ConnectorException>> checks = new ArrayDeque<>();
        final List<String> done = new ArrayList<>();
        boolean repeatable = true;
        boolean sends = true;
        Launch launch;

        @Override
        public CompletableFuture<ExecutionId> start() {
            done.add("start");
            if (sends) {
                launch.sending();
            }
            Object answer = starts.remove();
            return answer instanceof ConnectorException failure
                    ? CompletableFuture.failedFuture(failure)
                    : CompletableFuture.completedFuture((ExecutionId) answer);
        }

        @Override
        public CompletableFuture<Optional<ConnectorException>> check() {
            done.add("check");
            return CompletableFuture.completedFuture(checks.remove());
        }

        @Override
        public ExecutionId execution() {
            return ID;
        }

        @Override
        public boolean isRepeatable() {
            return repeatable;
        }
    }
}
