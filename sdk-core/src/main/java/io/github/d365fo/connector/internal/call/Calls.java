package io.github.d365fo.connector.internal.call;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.internal.failure.Speakable;
import io.github.d365fo.connector.internal.stack.StackRoom;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Makes the calls of a client and hands their ends to its user, in the way of either face. Thread-safe. */
public final class Calls {
    private static final System.Logger LOG = System.getLogger("io.github.d365fo.connector.ConnectorClient");

    /** Longer than anybody waits, and short enough to be added to. */
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

    /** What a call does. */
    public interface Body<T> {
        /** Begins it; a blocking call returns when it is over. */
        CompletableFuture<T> in(Call call);
    }

    /** Returns the calls to {@code environment}, each one of {@code running}, that may take {@code operationTimeout}. */
    public static Calls to(String environment, RunningCalls running, KnownSecrets secrets, Duration operationTimeout) {
        // Here and not only when the first call is made: a class whose loading overflows is lost to the JVM.
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

    /** Does what {@link #blocking(Operation, Duration, Body)} does, and waits for nothing to happen at the service. */
    public <T> T blocking(Operation operation, Body<T> body) {
        return blocking(operation, Duration.ZERO, body);
    }

    /**
     * Makes a call in the present thread that may wait up to {@code atMost} for something to happen at the service.
     * Whatever is thrown inside comes out typed, an {@code Error} too, and finds everything given back.
     *
     * @throws IllegalStateException if the client is closed
     * @throws IllegalArgumentException if {@code atMost} is negative
     * @throws StackOverflowError if what is left of the stack may be too little for a call
     */
    public <T> T blocking(Operation operation, Duration atMost, Body<T> body) {
        Duration limit = limit(atMost);
        Call call = new BlockingCall(subject, limit, running, secrets);
        call.begin();
        try {
            T value = call.inside(() -> body.in(call).join());
            call.finishUnlessKept();
            return value;
        } catch (NullArgument e) {
            call.finish();
            throw e;
        } catch (Throwable e) {
            call.finish();
            throw typed(operation, call, e);
        }
    }

    /** Does what {@link #async(Operation, Duration, Body)} does, and waits for nothing to happen at the service. */
    public <T> CompletableFuture<T> async(Operation operation, Body<T> body) {
        return async(operation, Duration.ZERO, body);
    }

    /**
     * Makes a call on the client's threads that may wait up to {@code atMost} for something to happen at the service.
     * Ending the future in whatever way ends the call.
     *
     * @throws IllegalStateException if the client is closed
     * @throws IllegalArgumentException if {@code atMost} is negative
     * @throws StackOverflowError if what is left of the stack may be too little for a call
     */
    @SuppressWarnings("FutureReturnValueIgnored") // Whatever the call ends with goes into the result.
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
            } catch (Throwable e) { // Nobody else would hear of it, and the result be waited for in vain.
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
        return bounded(operationTimeout).plus(bounded(atMost));
    }

    private static Duration bounded(Duration time) {
        return time.compareTo(LONGEST) < 0 ? time : LONGEST;
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

    /** The call is over first, so that what depends on the result finds the call over. */
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
