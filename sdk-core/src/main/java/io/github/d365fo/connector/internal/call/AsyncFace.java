package io.github.d365fo.connector.internal.call;

import io.github.d365fo.connector.internal.time.Time;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Works on threads of the client and waits on none. Exchanges run through the blocking call of the HTTP client, since
 * its asynchronous one starts a thread per answer on JDK 17 with two processors.
 *
 * <p>What follows a wait runs on a thread of its own, too: whoever ends the wait (another call, a token provider, the
 * JDK's one thread for time) must not be held up by what a user has made depend on this call.
 */
public final class AsyncFace implements Face {
    private final Executor workers;

    /** Creates a face that works on {@code workers}, of which there must never be too few. */
    public AsyncFace(Executor workers) {
        this.workers = workers;
    }

    @Override
    public <T> CompletableFuture<T> call(Call scope, Callable<T> exchange) {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            in(scope).execute(() -> work(scope, exchange, result));
        } catch (Throwable e) { // There may be no thread to be had.
            result.completeExceptionally(e);
        }
        return result;
    }

    private static <T> void work(Call scope, Callable<T> exchange, CompletableFuture<T> result) {
        try {
            result.complete(scope.run(exchange));
        } catch (Throwable e) { // An Error, too, must end the call and not only the thread.
            result.completeExceptionally(e);
        }
    }

    @Override
    public <T> CompletableFuture<T> settle(Call scope, CompletableFuture<T> future) {
        scope.waitFor(future);
        if (future.isDone()) {
            scope.waited();
            return future;
        }
        return future.orTimeout(Time.saturated(scope.left()), TimeUnit.NANOSECONDS)
                .whenCompleteAsync((value, failure) -> waited(scope, failure), in(scope));
    }

    private static void waited(Call scope, @Nullable Throwable failure) {
        scope.waited();
        if (failure instanceof TimeoutException) {
            scope.check();
        }
    }

    private Executor in(Call scope) {
        return task -> workers.execute(() -> scope.inside(() -> {
            task.run();
            return true;
        }));
    }
}
