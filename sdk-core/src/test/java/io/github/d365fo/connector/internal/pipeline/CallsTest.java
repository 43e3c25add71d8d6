package io.github.d365fo.connector.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.Failure;
import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.error.TransportException;
import java.io.Closeable;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both faces end a call alike: typed, with everything given back. */
class CallsTest {
    private final CallScope call = new CallScope(Duration.ofHours(1));
    private final AtomicInteger back = new AtomicInteger();

    enum Way {
        BLOCKING {
            @Override
            <T> T call(CallScope scope, Calls.Body<T> body) {
                return Calls.blocking(Operation.DEQUEUE, scope, body);
            }
        },
        ASYNC {
            @Override
            <T> T call(CallScope scope, Calls.Body<T> body) {
                try {
                    return Calls.cancellable(Operation.DEQUEUE, scope, body).join();
                } catch (CompletionException e) {
                    throw (RuntimeException) e.getCause();
                }
            }
        };

        abstract <T> T call(CallScope scope, Calls.Body<T> body);
    }

    @ParameterizedTest
    @EnumSource
    void aValueEndsTheCall(Way way) {
        assertThat(way.<String>call(call, holding(CompletableFuture::completedFuture)))
                .isEqualTo("value");
        assertThat(back).hasValue(1);
    }

    @ParameterizedTest
    @EnumSource
    void aValueMayKeepTheCall(Way way) {
        way.<String>call(call, holding(value -> {
            call.keep(Thread::currentThread);
            return CompletableFuture.completedFuture(value);
        }));
        assertThat(back).hasValue(0);
    }

    @ParameterizedTest
    @EnumSource
    void aTypedFailureComesOutAsItIs(Way way) {
        ConnectorException known = new ConnectorException("no", Failure.of(Operation.DEQUEUE, Outcome.REJECTED));
        assertThat(failure(way, value -> CompletableFuture.failedFuture(new CompletionException(known))))
                .isSameAs(known);
    }

    @ParameterizedTest
    @EnumSource
    void anythingElseComesOutTyped(Way way) {
        assertThat(failure(way, value -> {
                    throw new StackOverflowError();
                }))
                .isInstanceOf(ConnectorException.class)
                .hasMessageStartingWith("dequeue failed")
                .hasCauseInstanceOf(StackOverflowError.class);
    }

    @ParameterizedTest
    @EnumSource
    void aNullThatIsNotAllowedIsTheCallersOwnMistake(Way way) {
        assertThat(failure(way, value -> CompletableFuture.completedFuture(NullArgument.refuse(null, "target"))))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("target");
    }

    @ParameterizedTest
    @EnumSource
    void aClosedClientTakesNoCall(Way way) {
        RunningCalls closed = new RunningCalls(Runnable::run, () -> {});
        closed.close(Duration.ZERO);
        CallScope late = new CallScope(Duration.ofHours(1), closed, new KnownSecrets());
        assertThatThrownBy(() -> way.<String>call(late, holding(CompletableFuture::completedFuture)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the client is closed");
        assertThat(back).hasValue(0);
    }

    @Test
    void whatIsNotNullIsTakenAsItIs() {
        assertThat(NullArgument.refuse("value", "name")).isEqualTo("value");
    }

    @Test
    void whateverEndsTheFutureEndsTheCall() {
        CompletableFuture<String> never = new CompletableFuture<>();
        CompletableFuture<String> future = Calls.cancellable(Operation.DEQUEUE, call, scope -> never);
        assertThat(call.ended()).isEmpty();
        future.completeExceptionally(new IllegalStateException("of the user"));
        assertThat(call.ended()).containsInstanceOf(EarlyEnd.Cancelled.class);
    }

    @Test
    void whatComesAfterTheEndIsClosed() {
        CompletableFuture<Closeable> late = new CompletableFuture<>();
        Calls.cancellable(Operation.DEQUEUE, call, scope -> late).cancel(true);
        late.complete(back::incrementAndGet);
        assertThat(back).hasValue(1);
    }

    @Test
    void aCallThatDoesNotNoticeItsEndIsGivenUp() {
        CallScope deaf = new CallScope(CallScope.PATIENCE.negated());
        CompletableFuture<String> future =
                Calls.cancellable(Operation.ENQUEUE, deaf, scope -> new CompletableFuture<>());
        deaf.check();
        assertThatThrownBy(future::join)
                .cause()
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("longer than the operation timeout");
    }

    @Test
    void anEndFromOutsideIsTold() {
        assertThat(Calls.isEndedFromOutside(exception(new EarlyEnd.Cancelled())))
                .isTrue();
        assertThat(Calls.isEndedFromOutside(exception(new InterruptedException())))
                .isTrue();
        assertThat(Calls.isEndedFromOutside(exception(new IllegalStateException())))
                .isFalse();
        assertThat(Calls.isEndedFromOutside(exception(null))).isFalse();
    }

    private Throwable failure(Way way, Function<String, CompletableFuture<String>> body) {
        Throwable failure = catchThrowable(() -> way.<String>call(call, holding(body)));
        assertThat(back).hasValue(1);
        return failure;
    }

    private Calls.Body<String> holding(Function<String, CompletableFuture<String>> body) {
        return scope -> {
            scope.hold(back::incrementAndGet);
            return body.apply("value");
        };
    }

    private static ConnectorException exception(Throwable cause) {
        return new ConnectorException(
                "no", Failure.of(Operation.DEQUEUE, Outcome.UNKNOWN).cause(cause));
    }
}
