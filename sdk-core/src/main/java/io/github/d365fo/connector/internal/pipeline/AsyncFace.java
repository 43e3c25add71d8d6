package io.github.d365fo.connector.internal.pipeline;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Works on threads of the client and waits on none. Exchanges run through the blocking call of the HTTP client, since
 * its asynchronous one starts a thread per answer on JDK 17 with two processors.
 */
public final class AsyncFace implements Face {
    private final Executor workers;

    /** Creates a face that works on {@code workers}, of which there must never be too few. */
    public AsyncFace(Executor workers) {
        this.workers = workers;
    }

    @Override
    public <T> CompletableFuture<T> call(CallScope scope, Callable<T> exchange) {
        CompletableFuture<T> result = new CompletableFuture<>();
        workers.execute(() -> {
            try {
                result.complete(scope.run(exchange));
            } catch (Throwable e) { // An Error, too, must end the call and not only the thread.
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    @Override
    public <T> CompletableFuture<T> settle(CallScope scope, CompletableFuture<T> future) {
        scope.waitFor(future);
        return future.isDone() ? future : future.orTimeout(scope.left().toNanos(), TimeUnit.NANOSECONDS);
    }
}
