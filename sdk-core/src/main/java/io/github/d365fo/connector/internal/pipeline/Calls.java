package io.github.d365fo.connector.internal.pipeline;

import io.github.d365fo.connector.error.ConnectorException;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** How each face hands the end of a call to its user. */
public final class Calls {
    private static final System.Logger LOG = System.getLogger(Calls.class.getName());

    private Calls() {}

    /** Takes the value out of a future that the blocking face has completed; its exceptions are thrown as they are. */
    public static <T> T done(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** Returns the user's future of a call: ending it in whatever way ends the call. */
    @SuppressWarnings("FutureReturnValueIgnored") // Whatever the call ends with goes into the result.
    public static <T> CompletableFuture<T> cancellable(CallScope scope, Supplier<CompletableFuture<T>> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        result.whenComplete((value, failure) -> {
            if (failure != null) {
                scope.cancel();
            }
        });
        begin(call).whenComplete((value, failure) -> {
            if (failure != null) {
                result.completeExceptionally(unwrap(failure));
            } else if (!result.complete(value) && value instanceof Closeable late) {
                close(late);
            }
        });
        return result;
    }

    /** Returns what a stage failed with, without what stages wrap around it. */
    public static Throwable unwrap(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null
                ? unwrap(failure.getCause())
                : failure;
    }

    /** Returns whether a call failed because its user or the client's end wanted so. */
    public static boolean isEndedFromOutside(ConnectorException failure) {
        Throwable cause = failure.getCause();
        return cause instanceof InterruptedException
                || cause instanceof CancellationException
                || cause instanceof ClientClosedException;
    }

    private static <T> CompletableFuture<T> begin(Supplier<CompletableFuture<T>> call) {
        try {
            return call.get();
        } catch (ConnectorException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static void close(Closeable late) {
        try {
            late.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "what came after the end of a call could not be closed", e);
        }
    }
}
