package io.github.d365fo.connector.internal.call;

import io.github.d365fo.connector.internal.time.Time;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Works and waits in the caller's thread, so that an interrupt reaches whatever goes on. */
public final class BlockingFace implements Face {
    @Override
    public <T> CompletableFuture<T> call(Call scope, Callable<T> exchange) {
        try {
            return CompletableFuture.completedFuture(scope.run(exchange));
        } catch (InterruptedException e) {
            return interrupted(scope, e);
        } catch (Throwable e) { // An Error, too, must end the call like any other failure.
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public <T> CompletableFuture<T> settle(Call scope, CompletableFuture<T> future) {
        scope.waitFor(future);
        try {
            future.get(Time.saturated(scope.left()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            // What came in the same moment is used; the flag ends the next step instead.
            CompletableFuture<T> ended = interrupted(scope, e);
            return future.cancel(true) ? ended : future;
        } catch (TimeoutException e) {
            future.completeExceptionally(new EarlyEnd.OutOfTime());
        } catch (ExecutionException | CancellationException e) {
            return future;
        } finally {
            scope.waited();
        }
        return future;
    }

    /** The user's own interrupt stays set; one of ours has told what it had to. */
    private static <T> CompletableFuture<T> interrupted(Call scope, InterruptedException e) {
        if (scope.ended().isEmpty()) {
            Thread.currentThread().interrupt();
        }
        return CompletableFuture.failedFuture(e);
    }
}
