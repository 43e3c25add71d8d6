package io.github.d365fo.connector.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Steps are repeated until there is a value or a failure, at once or later. */
class LoopTest {
    private final AtomicInteger steps = new AtomicInteger();

    @Test
    void theFirstValueIsTheResult() {
        assertThat(Loop.until(() -> CompletableFuture.completedFuture(countedTo(3))))
                .isCompletedWithValue(3);
        assertThat(steps).hasValue(3);
    }

    @Test
    void manyStepsDoNotGrowTheStack() {
        assertThat(Loop.until(() -> CompletableFuture.completedFuture(countedTo(100_000))))
                .isCompletedWithValue(100_000);
    }

    @Test
    void aStepThatTakesItsTimeIsWaitedFor() {
        CompletableFuture<Optional<Integer>> slow = new CompletableFuture<>();
        CompletableFuture<Integer> result =
                Loop.until(() -> steps.get() == 0 ? slow : CompletableFuture.completedFuture(countedTo(2)));
        assertThat(result).isNotDone();
        steps.incrementAndGet();
        slow.complete(Optional.empty());
        assertThat(result).isCompletedWithValue(2);
    }

    @Test
    void aValueThatTakesItsTimeIsTheResult() {
        CompletableFuture<Optional<Integer>> slow = new CompletableFuture<>();
        CompletableFuture<Integer> result = Loop.until(() -> {
            steps.incrementAndGet();
            return slow;
        });
        slow.complete(Optional.of(7));
        assertThat(result).isCompletedWithValue(7);
        assertThat(steps).hasValue(1);
    }

    @Test
    void theFirstFailureIsTheResult() {
        IllegalStateException failure = new IllegalStateException("no");
        assertThat(Loop.until(() -> CompletableFuture.failedFuture(failure)))
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withRootCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void anErrorIsAFailureToo() {
        assertThat(Loop.until(() -> {
                    throw new StackOverflowError();
                }))
                .isCompletedExceptionally();
        assertThat(Loop.once(() -> {
                    throw new StackOverflowError();
                }))
                .isCompletedExceptionally();
    }

    private Optional<Integer> countedTo(int last) {
        int step = steps.incrementAndGet();
        return step == last ? Optional.of(step) : Optional.empty();
    }
}
