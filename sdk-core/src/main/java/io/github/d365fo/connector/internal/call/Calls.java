package io.github.d365fo.connector.internal.call;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.error.ConnectorException;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** How each face hands the end of a call to its user. */
public final class Calls {
    private static final System.Logger LOG = System.getLogger(Calls.class.getName());

    private Calls() {}

    /** What a call does, in which scope. */
    public interface Body<T> {
        /** Begins it; the blocking face returns when it is over. */
        CompletableFuture<T> in(Call scope);
    }

    /**
     * Gets a call of the blocking face done. Whatever is thrown inside comes out typed, an {@code Error} too, and finds
     * everything given back.
     *
     * @throws IllegalStateException if the client is closed
     */
    public static <T> T blocking(Operation operation, Call scope, Body<T> call) {
        scope.begin();
        try {
            T value = scope.inside(() -> call.in(scope).join());
            scope.finishUnlessKept();
            return value;
        } catch (NullArgument e) {
            scope.finish();
            throw e;
        } catch (Throwable e) {
            scope.finish();
            throw typed(operation, scope, e);
        }
    }

    /**
     * Returns the user's future of a call: ending it in whatever way ends the call.
     *
     * @throws IllegalStateException if the client is closed
     */
    @SuppressWarnings("FutureReturnValueIgnored") // Whatever the call ends with goes into the result.
    public static <T> CompletableFuture<T> cancellable(Operation operation, Call scope, Body<T> call) {
        scope.begin();
        CompletableFuture<T> result = new CompletableFuture<>();
        result.whenComplete((value, failure) -> {
            if (failure != null) {
                scope.cancel();
            }
        });
        scope.whenGivenUp(() -> result.completeExceptionally(givenUp(operation, scope)));
        begun(scope, call).whenComplete((value, failure) -> {
            try {
                handOver(operation, scope, value, failure, result);
            } catch (Throwable e) { // Nobody else would hear of it, and the result be waited for in vain.
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    private static <T> CompletableFuture<T> begun(Call scope, Body<T> call) {
        try {
            return scope.inside(() -> call.in(scope));
        } catch (NullArgument e) {
            scope.finish();
            throw e;
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** The scope comes first, so that what depends on the result finds the call over. */
    private static <T> void handOver(
            Operation operation,
            Call scope,
            @Nullable T value,
            @Nullable Throwable failure,
            CompletableFuture<T> result) {
        if (failure != null) {
            scope.finish();
            result.completeExceptionally(typed(operation, scope, failure));
            return;
        }
        scope.finishUnlessKept();
        if (!result.complete(value) && value instanceof Closeable late) {
            close(late);
        }
    }

    private static ConnectorException typed(Operation operation, Call scope, Throwable failure) {
        return CallFailures.notSent(operation, scope.subject(), scope.clean(unwrap(failure)));
    }

    private static ConnectorException givenUp(Operation operation, Call scope) {
        return CallFailures.ofWork(operation, scope.subject(), scope.ended().orElseThrow());
    }

    /** Returns what a stage failed with, without what stages wrap around it. */
    public static Throwable unwrap(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null
                ? unwrap(failure.getCause())
                : failure;
    }

    /** Returns whether a call failed because its user, the client's end or its own time wanted so. */
    public static boolean isEndedFromOutside(ConnectorException failure) {
        return failure.getCause() != null && EarlyEnd.is(failure.getCause());
    }

    private static void close(Closeable late) {
        try {
            late.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "what came after the end of a call could not be closed", e);
        }
    }
}
