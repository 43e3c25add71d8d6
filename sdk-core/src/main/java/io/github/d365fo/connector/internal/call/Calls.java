package io.github.d365fo.connector.internal.call;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.internal.failure.Speakable;
import io.github.d365fo.connector.internal.observe.Observer;
import io.github.d365fo.connector.internal.observe.Subject;
import io.github.d365fo.connector.internal.stack.StackRoom;
import io.github.d365fo.connector.internal.time.Time;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Runs the calls of a client, blocking or asynchronous, and delivers their results to the user. Thread-safe. */
public final class Calls {
    private static final System.Logger LOG = System.getLogger("io.github.d365fo.connector.ConnectorClient");

    /** Longer than anyone waits, and short enough not to overflow in additions. */
    private static final Duration LONGEST = Duration.ofDays(100_000);

    private final RunningCalls running;
    private final Observer observer;
    private final Subject subject;
    private final Duration operationTimeout;

    private Calls(RunningCalls running, Observer observer, Subject subject, Duration operationTimeout) {
        this.running = running;
        this.observer = observer;
        this.subject = subject;
        this.operationTimeout = operationTimeout;
    }

    /** The work of a call. */
    public interface Body<T> {
        /** Starts the work; a blocking call returns when it is over. */
        CompletableFuture<T> in(Call call);
    }

    /**
     * Returns the calls to {@code environment}, tracked in {@code running} and told to {@code observer}, that may take
     * {@code operationTimeout}.
     */
    public static Calls to(String environment, RunningCalls running, Observer observer, Duration operationTimeout) {
        // Now and not with the first call: a class whose initialization overflows the stack is lost to the JVM.
        StackRoom.CALL.require();
        return new Calls(running, observer, Subject.of(environment), operationTimeout);
    }

    /** Returns the calls that are also about {@code thing}, such as a job. */
    public Calls about(UnaryOperator<Subject> thing) {
        return new Calls(running, observer, thing.apply(subject), operationTimeout);
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
        Call call = begun(
                operation,
                () -> new BlockingCall(observer.call(operation, subject), limit, running, observer.secrets()));
        try {
            T value = call.inside(() -> body.in(call).join());
            call.finishWhereBegunUnlessKept();
            tellEnd(call, null);
            return value;
        } catch (NullArgument e) {
            call.finish();
            throw e;
        } catch (Throwable e) {
            ConnectorException failure = typed(operation, call, e);
            finish(call, failure);
            throw failure;
        }
    }

    /** Whatever else fails at the end of a call, its user hears how it ended. */
    private static void finish(Call call, ConnectorException failure) {
        try {
            call.finish();
            tellEnd(call, failure);
        } catch (VirtualMachineError e) { // A full heap, for example. The watch releases what is still held.
            failure.addSuppressed(e);
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
        Call call = begun(
                operation, () -> new AsyncCall(observer.call(operation, subject), limit, running, observer.secrets()));
        CompletableFuture<T> result = new CompletableFuture<>();
        result.whenComplete((value, failure) -> {
            if (failure != null) {
                call.cancel();
            }
        });
        call.whenGivenUp(() -> {
            ConnectorException failure = givenUp(operation, call);
            result.completeExceptionally(failure);
            tellEnd(call, failure);
        });
        begun(call, body).whenComplete((value, failure) -> {
            try {
                handOver(operation, call, value, failure, result);
            } catch (Throwable e) { // Otherwise it would be lost, and the result never complete.
                result.completeExceptionally(typed(operation, call, failure == null ? e : failure));
            }
        });
        return result;
    }

    /** Returns a call that has begun; if there is no memory for one, that is a failure like those of later steps. */
    private Call begun(Operation operation, Supplier<Call> made) {
        try {
            Call call = made.get();
            call.begin();
            return call;
        } catch (VirtualMachineError e) {
            throw CallFailures.ended(operation, subject.toString(), Outcome.NOT_SENT, e);
        }
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

    /**
     * Ends the call first, so that stages attached to the result find it over. Listeners are told before that, while
     * the call can still be given up if one hangs.
     */
    private static <T> void handOver(
            Operation operation,
            Call call,
            @Nullable T value,
            @Nullable Throwable failure,
            CompletableFuture<T> result) {
        if (failure != null) {
            ConnectorException typed = typed(operation, call, failure);
            tellEnd(call, typed);
            call.finish();
            result.completeExceptionally(typed);
            return;
        }
        tellEnd(call, null);
        call.finishUnlessKept();
        if (!result.complete(value) && value instanceof Closeable late) {
            close(late);
        }
    }

    /** Tells listeners of the end, unless the value is kept, whose owner ends the call. */
    private static void tellEnd(Call call, @Nullable ConnectorException failure) {
        if (failure != null || !call.isKept()) {
            call.events().end(failure, failure == null ? null : ErrorTypes.of(failure));
        }
    }

    /** Decides what a failure outside of the attempts means for the service, which each attempt decides for itself. */
    private static ConnectorException typed(Operation operation, Call call, Throwable failure) {
        Throwable cause = unwrap(failure);
        Outcome outcome = call.events().mayHaveSent() ? Outcome.UNKNOWN : Outcome.NOT_SENT;
        try {
            return CallFailures.ended(operation, call.subject(), outcome, call.clean(cause));
        } catch (Throwable e) { // A full heap, for example: what became of the request matters more than why.
            return CallFailures.bare(operation, cause instanceof ConnectorException known ? known.outcome() : outcome);
        }
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
