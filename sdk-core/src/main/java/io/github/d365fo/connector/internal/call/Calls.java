package io.github.d365fo.connector.internal.call;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.internal.failure.Speakable;
import io.github.d365fo.connector.internal.stack.StackRoom;
import io.github.d365fo.connector.internal.time.Time;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Runs the calls of a client, blocking or asynchronous, and delivers their results to the user. Thread-safe. */
public final class Calls {
    private static final System.Logger LOG = System.getLogger("io.github.d365fo.connector.ConnectorClient");

    /** Longer than anyone waits, and short enough not to overflow in additions. */
    private static final Duration LONGEST = Duration.ofDays(100_000);

    private final RunningCalls running;
    private final KnownSecrets secrets;
    private final Subject subject;
    private final Duration operationTimeout;

    private Calls(RunningCalls running, KnownSecrets secrets, Subject subject, Duration operationTimeout) {
        this.running = running;
        this.secrets = secrets;
        this.subject = subject;
        this.operationTimeout = operationTimeout;
    }

    /** The work of a call. */
    public interface Body<T> {
        /** Starts the work; a blocking call returns when it is over. */
        CompletableFuture<T> in(Call call);
    }

    /** Returns the calls to {@code environment}, tracked in {@code running}, that may take {@code operationTimeout}. */
    public static Calls to(String environment, RunningCalls running, KnownSecrets secrets, Duration operationTimeout) {
        // Now and not with the first call: a class whose initialization overflows the stack is lost to the JVM.
        StackRoom.CALL.require();
        return new Calls(running, secrets, Subject.NOTHING.and(environment), operationTimeout);
    }

    /** Returns the calls that are also about {@code thing}, such as a job. */
    public Calls about(String thing) {
        return new Calls(running, secrets, subject.and(thing), operationTimeout);
    }

    /** Throws if the client is closed. */
    public void requireOpen() {
        if (running.isClosed()) {
            throw RunningCalls.closed();
        }
    }

    /**
     * Makes a call as {@link #blocking(Operation, Duration, Body)} does, without waiting for anything to happen in the
     * service.
     */
    public <T> T blocking(Operation operation, Body<T> body) {
        return blocking(operation, Duration.ZERO, body);
    }

    /**
     * Makes a call on the current thread that may wait up to {@code atMost} for something to happen in the service.
     * Every failure, even an {@code Error}, becomes a {@link ConnectorException}, after all resources are released.
     *
     * @throws IllegalStateException if the client is closed
     * @throws IllegalArgumentException if {@code atMost} is negative
     * @throws StackOverflowError if the rest of the stack may be too small for a call
     */
    public <T> T blocking(Operation operation, Duration atMost, Body<T> body) {
        Duration limit = limit(atMost);
        Call call = new BlockingCall(subject, limit, running, secrets);
        call.begin();
        try {
            T value = call.inside(() -> body.in(call).join());
            call.finishWhereBegunUnlessKept();
            return value;
        } catch (NullArgument e) {
            call.finish();
            throw e;
        } catch (Throwable e) {
            call.finish();
            throw typed(operation, call, e);
        }
    }

    /**
     * Makes a call as {@link #async(Operation, Duration, Body)} does, without waiting for anything to happen in the
     * service.
     */
    public <T> CompletableFuture<T> async(Operation operation, Body<T> body) {
        return async(operation, Duration.ZERO, body);
    }

    /**
     * Makes a call on the client's threads that may wait up to {@code atMost} for something to happen in the service.
     * Completing the future in any way ends the call.
     *
     * @throws IllegalStateException if the client is closed
     * @throws IllegalArgumentException if {@code atMost} is negative
     * @throws StackOverflowError if the rest of the stack may be too small for a call
     */
    @SuppressWarnings("FutureReturnValueIgnored") // The result receives whatever the call ends with.
    public <T> CompletableFuture<T> async(Operation operation, Duration atMost, Body<T> body) {
        Duration limit = limit(atMost);
        Call call = new AsyncCall(subject, limit, running, secrets);
        call.begin();
        CompletableFuture<T> result = new CompletableFuture<>();
        result.whenComplete((value, failure) -> {
            if (failure != null) {
                call.cancel();
            }
        });
        call.whenGivenUp(() -> result.completeExceptionally(givenUp(operation, call)));
        begun(call, body).whenComplete((value, failure) -> {
            try {
                handOver(operation, call, value, failure, result);
            } catch (Throwable e) { // Otherwise it would be lost, and the result never complete.
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    private Duration limit(Duration atMost) {
        StackRoom.CALL.require();
        Objects.requireNonNull(atMost, "atMost");
        requireOpen();
        if (atMost.isNegative()) {
            throw new IllegalArgumentException("atMost: expected zero or more, but got " + atMost);
        }
        return Time.shorter(operationTimeout, LONGEST).plus(Time.shorter(atMost, LONGEST));
    }

    private static <T> CompletableFuture<T> begun(Call call, Body<T> body) {
        try {
            return call.inside(() -> body.in(call));
        } catch (NullArgument e) {
            call.finish();
            throw e;
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(Speakable.of(e));
        }
    }

    /** Ends the call first, so that stages attached to the result find it over. */
    private static <T> void handOver(
            Operation operation,
            Call call,
            @Nullable T value,
            @Nullable Throwable failure,
            CompletableFuture<T> result) {
        if (failure != null) {
            call.finish();
            result.completeExceptionally(typed(operation, call, failure));
            return;
        }
        call.finishUnlessKept();
        if (!result.complete(value) && value instanceof Closeable late) {
            close(late);
        }
    }

    private static ConnectorException typed(Operation operation, Call call, Throwable failure) {
        return CallFailures.notSent(operation, call.subject(), call.clean(unwrap(failure)));
    }

    private static ConnectorException givenUp(Operation operation, Call call) {
        return CallFailures.ofWork(operation, call.subject(), call.ended().orElseThrow());
    }

    /** Returns the failure of a stage, without the exceptions that stages wrap around it. */
    public static Throwable unwrap(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null
                ? unwrap(failure.getCause())
                : failure;
    }

    /** Returns whether a call failed because of its user, the closing of the client or its time limit. */
    public static boolean isEndedFromOutside(ConnectorException failure) {
        return failure.getCause() != null && EarlyEnd.is(failure.getCause());
    }

    private static void close(Closeable late) {
        try {
            late.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a result that came after the end of its call could not be closed", e);
        }
    }
}
