package io.github.d365fo.connector.internal.call;

import io.github.d365fo.connector.internal.failure.Speakable;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Repeats an asynchronous step until it returns a value, without growing the stack, however many steps it takes. */
public final class Loop<T> {
    private final Supplier<CompletableFuture<Optional<T>>> step;
    private final CompletableFuture<T> result = new CompletableFuture<>();

    private Loop(Supplier<CompletableFuture<Optional<T>>> step) {
        this.step = step;
    }

    /** Returns the first value of {@code step}, or its first failure. */
    public static <T> CompletableFuture<T> until(Supplier<CompletableFuture<Optional<T>>> step) {
        Loop<T> loop = new Loop<>(step);
        loop.turn();
        return loop.result;
    }

    /** Returns the future of {@code step}; anything it throws, even an Error, becomes a failure. */
    public static <T> CompletableFuture<T> once(Supplier<CompletableFuture<T>> step) {
        try {
            return step.get();
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(Speakable.of(e));
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The result receives whatever a step ends with.
    private void turn() {
        try {
            while (!result.isDone()) {
                CompletableFuture<Optional<T>> next = once(step);
                if (!next.isDone()) {
                    next.whenComplete((value, failure) -> {
                        finish(next);
                        turn();
                    });
                    return;
                }
                finish(next);
            }
        } catch (Throwable e) { // Otherwise it would be lost, and the result never complete.
            result.completeExceptionally(e);
        }
    }

    private void finish(CompletableFuture<Optional<T>> done) {
        try {
            done.join().ifPresent(result::complete);
        } catch (Throwable e) {
            result.completeExceptionally(e);
        }
    }
}
