package io.github.d365fo.connector.internal.call;

import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.internal.failure.Speakable;
import io.github.d365fo.connector.internal.observe.CallEvents;
import io.github.d365fo.connector.internal.time.Time;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A call that runs and waits on the caller's thread, so that an interrupt reaches it wherever it is. */
final class BlockingCall extends Call {
    BlockingCall(CallEvents events, Duration limit, RunningCalls running, KnownSecrets secrets) {
        super(events, limit, running, secrets);
    }

    @Override
    public <T> CompletableFuture<T> work(Callable<T> work) {
        events().begin();
        try {
            return CompletableFuture.completedFuture(inPresentThread(work));
        } catch (InterruptedException e) {
            return interrupted(e);
        } catch (Throwable e) { // An Error must end the call like any other failure.
            return CompletableFuture.failedFuture(Speakable.of(e));
        }
    }

    @Override
    <T> CompletableFuture<T> settle(CompletableFuture<T> future) {
        waitFor(future);
        try {
            future.get(Time.saturated(left()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            // A result that arrived at the same moment is used; the flag ends the next step instead.
            CompletableFuture<T> ended = interrupted(e);
            return future.cancel(true) ? ended : future;
        } catch (TimeoutException e) {
            future.completeExceptionally(new EarlyEnd.OutOfTime());
        } catch (ExecutionException | CancellationException e) {
            return future;
        } finally {
            waited();
        }
        return future;
    }

    /** The user's own interrupt stays set; one of ours has served its purpose. */
    private <T> CompletableFuture<T> interrupted(InterruptedException e) {
        if (ended().isEmpty()) {
            Thread.currentThread().interrupt();
        }
        return CompletableFuture.failedFuture(e);
    }
}
