package io.github.d365fo.connector.internal.pipeline;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Works and waits in the caller's thread, so that an interrupt reaches whatever goes on. */
public final class BlockingFace implements Face {
    @Override
    public <T> CompletableFuture<T> call(CallScope scope, Callable<T> exchange) {
        try {
            return CompletableFuture.completedFuture(exchange.call());
        } catch (InterruptedException e) {
            return interrupted(e);
        } catch (Exception e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public <T> CompletableFuture<T> settle(CallScope scope, CompletableFuture<T> future) {
        try {
            future.get(scope.left().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            // What came in the same moment must be used, or a permit is lost; the flag ends the next step instead.
            CompletableFuture<T> ended = interrupted(e);
            return future.cancel(true) ? ended : future;
        } catch (TimeoutException e) {
            future.completeExceptionally(e);
        } catch (ExecutionException | CancellationException e) {
            return future;
        }
        return future;
    }

    private static <T> CompletableFuture<T> interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return CompletableFuture.failedFuture(e);
    }
}
