package io.github.d365fo.connector.internal.call;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** How a call gets its work done and its waits over: the one difference between the blocking and the async face. */
public interface Face {
    /** Runs {@code exchange}, which blocks. The future fails with what it throws. */
    <T> CompletableFuture<T> call(Call scope, Callable<T> exchange);

    /**
     * Waits for {@code future} to be done, no longer than the call's time. The blocking face returns a future that is
     * done. A wait that ends early cancels {@code future}.
     */
    <T> CompletableFuture<T> settle(Call scope, CompletableFuture<T> future);
}
