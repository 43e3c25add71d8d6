package io.github.d365fo.connector.internal.call;

import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.internal.failure.Speakable;
import io.github.d365fo.connector.internal.observe.CallEvents;
import io.github.d365fo.connector.internal.time.Time;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A call that runs on threads of the client and holds none while it waits. Exchanges use the HTTP client's blocking
 * {@code send}, since {@code sendAsync} starts a thread per response on JDK 17 with two processors.
 *
 * <p>After a wait the call continues on another thread: the thread that ends the wait (of another call, a token
 * provider, or the JDK's timer) must not be held up by stages that a user has attached to this call.
 */
final class AsyncCall extends Call {
    private final Executor threads;

    AsyncCall(CallEvents events, Duration limit, RunningCalls running, KnownSecrets secrets) {
        super(events, limit, running, secrets);
        this.threads = inside(running.workers());
    }

    /** Makes a part of {@code whole}. */
    AsyncCall(Call whole) {
        super(whole);
        this.threads = inside(whole.running.workers());
    }

    @Override
    public <T> CompletableFuture<T> work(Callable<T> work) {
        events().begin();
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            threads.execute(() -> complete(result, work));
        } catch (Throwable e) { // There may be no free thread.
            result.completeExceptionally(Speakable.of(e));
        }
        return result;
    }

    private <T> void complete(CompletableFuture<T> result, Callable<T> work) {
        try {
            result.complete(inPresentThread(work));
        } catch (Throwable e) { // An Error must end the call, too, not only the thread.
            result.completeExceptionally(Speakable.of(e));
        }
    }

    @Override
    <T> CompletableFuture<T> settle(CompletableFuture<T> future) {
        waitFor(future);
        if (future.isDone()) {
            waited();
            return future;
        }
        return future.orTimeout(Time.saturated(left()), TimeUnit.NANOSECONDS)
                .whenCompleteAsync((value, failure) -> afterWait(failure), threads);
    }

    private void afterWait(@Nullable Throwable failure) {
        waited();
        if (failure instanceof TimeoutException) {
            check();
        }
    }

    private Executor inside(Executor workers) {
        return task -> workers.execute(() -> inside(() -> {
            task.run();
            return true;
        }));
    }
}
