package io.github.d365fo.connector.internal.pipeline;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Repeats an asynchronous step until it gives a value, without growing the stack however many steps it takes. */
public final class Loop<T> {
    private final Supplier<CompletableFuture<Optional<T>>> step;
    private final CompletableFuture<T> result = new CompletableFuture<>();

    private Loop(Supplier<CompletableFuture<Optional<T>>> step) {
        this.step = step;
    }

    /** Returns the first value that {@code step} gives, or its first failure. */
    public static <T> CompletableFuture<T> until(Supplier<CompletableFuture<Optional<T>>> step) {
        Loop<T> loop = new Loop<>(step);
        loop.turn();
        return loop.result;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // Whatever a step ends with goes into the result.
    private void turn() {
        while (!result.isDone()) {
            CompletableFuture<Optional<T>> next = begin();
            if (!next.isDone()) {
                next.whenComplete((value, failure) -> {
                    finish(value, failure);
                    turn();
                });
                return;
            }
            next.whenComplete(this::finish);
        }
    }

    private CompletableFuture<Optional<T>> begin() {
        try {
            return step.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void finish(@Nullable Optional<T> value, @Nullable Throwable failure) {
        if (failure != null) {
            result.completeExceptionally(failure);
        } else if (value != null) {
            value.ifPresent(result::complete);
        }
    }
}
