package io.github.d365fo.connector.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.Failure;
import io.github.d365fo.connector.error.Outcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** An execution is started again only if the service does not know it, and then once. */
class StartOnceTest {
    private static final ExecutionId ID = ExecutionId.of("Import-1");

    private final ConnectorException lost = failure(Outcome.UNKNOWN, null);
    private final ConnectorException refused = failure(Outcome.REJECTED, null);
    private final ConnectorException unknown = failure(Outcome.REJECTED, null);
    private final Script script = new Script();

    @Test
    void anAnsweredStartIsDone() {
        script.starts.add(ID);
        assertThat(run(new StartOnce(false))).isEqualTo(ID);
        assertThat(script.done).containsExactly("start");
    }

    @Test
    void aLostAnswerIsLookedUp() {
        script.starts.add(lost);
        script.checks.add(Optional.empty());
        assertThat(run(new StartOnce(false))).isEqualTo(ID);
        assertThat(script.done).containsExactly("start", "check");
    }

    @Test
    void whatTheServiceDoesNotKnowIsStartedOnceMore() {
        script.starts.addAll(List.of(lost, ID));
        script.checks.add(Optional.of(unknown));
        assertThat(run(new StartOnce(false))).isEqualTo(ID);
        assertThat(script.done).containsExactly("start", "check", "start");
    }

    @Test
    void anUnknownStartIsRepeatedOnceOnly() {
        script.starts.addAll(List.of(lost, lost));
        script.checks.addAll(List.of(Optional.of(unknown), Optional.of(unknown)));
        assertThat(run(new StartOnce(false))).isSameAs(lost);
        assertThat(script.done).containsExactly("start", "check", "start", "check");
    }

    @Test
    void anUnrepeatableStartIsNotRepeated() {
        script.repeatable = false;
        script.starts.add(lost);
        script.checks.add(Optional.of(unknown));
        assertThat(run(new StartOnce(false))).isSameAs(lost);
        assertThat(script.done).containsExactly("start", "check");
    }

    @Test
    void whatMayHaveBeenStartedByAnotherIsLookedUpFirst() {
        script.checks.add(Optional.empty());
        assertThat(run(new StartOnce(true))).isEqualTo(ID);
        assertThat(script.done).containsExactly("check");
    }

    @Test
    void anUnknownExecutionIsStarted() {
        script.checks.add(Optional.of(unknown));
        script.starts.add(ID);
        assertThat(run(new StartOnce(true))).isEqualTo(ID);
        assertThat(script.done).containsExactly("check", "start");
    }

    @Test
    void anUnknownExecutionThatCantBeRepeatedIsReported() {
        script.repeatable = false;
        script.checks.add(Optional.of(unknown));
        assertThat(run(new StartOnce(true))).isSameAs(unknown);
    }

    @Test
    void aRefusalBeforeAnyDoubtMeansThatNothingRuns() {
        script.starts.addAll(List.of(refused, ID));
        StartOnce once = new StartOnce(false);
        assertThat(run(once)).isSameAs(refused);
        assertThat(run(once)).isEqualTo(ID);
        assertThat(script.done).containsExactly("start", "start");
    }

    @Test
    void aRefusalAfterADoubtMayMeanThatItRuns() {
        script.starts.addAll(List.of(lost, refused));
        script.checks.addAll(List.of(Optional.of(unknown), Optional.empty()));
        StartOnce once = new StartOnce(false);
        assertThat(run(once)).isSameAs(refused);
        assertThat(run(once)).isEqualTo(ID);
        assertThat(script.done).containsExactly("start", "check", "start", "check");
    }

    @Test
    void whatWasNeverSentIsNotLookedUp() {
        script.sends = false;
        script.starts.add(lost);
        assertThat(run(new StartOnce(false))).isSameAs(lost);
        assertThat(script.done).containsExactly("start");
    }

    @Test
    void whoEndsTheStartEndsAll() {
        ConnectorException ended = failure(Outcome.UNKNOWN, new InterruptedException());
        script.starts.add(ended);
        assertThat(run(new StartOnce(false))).isSameAs(ended);
        assertThat(script.done).containsExactly("start");
    }

    /** Returns the id, or what the start failed with. */
    private Object run(StartOnce once) {
        script.once = once;
        CompletableFuture<ExecutionId> result = once.run(script);
        Throwable failure = catchThrowable(result::join);
        return failure instanceof CompletionException e ? e.getCause() : result.join();
    }

    private static ConnectorException failure(Outcome outcome, Throwable cause) {
        return new ConnectorException(
                "no", Failure.of(Operation.IMPORT_PACKAGE, outcome).cause(cause));
    }

    /** What the service answers, one after another. */
    private static final class Script implements StartOnce.Steps {
        final Deque<Object> starts = new ArrayDeque<>();
        final Deque<Optional<ConnectorException>> checks = new ArrayDeque<>();
        final List<String> done = new ArrayList<>();
        boolean repeatable = true;
        boolean sends = true;
        StartOnce once;

        @Override
        public CompletableFuture<ExecutionId> start() {
            done.add("start");
            if (sends) {
                once.sending();
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
