package io.github.d365fo.connector.internal.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.Failure;
import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.error.TransportException;
import io.github.d365fo.connector.internal.http.Request;
import io.github.d365fo.connector.internal.observe.Observer;
import java.io.Closeable;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both faces end a call alike: typed, with everything given back. */
class CallsTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

    private final RunningCalls running = new RunningCalls(Runnable::run, () -> {});
    private final Calls calls = of(HOUR);
    private final AtomicReference<Call> made = new AtomicReference<>();
    private final AtomicInteger back = new AtomicInteger();

    enum Way {
        BLOCKING {
            @Override
            <T> T call(Calls calls, Duration atMost, Calls.Body<T> body) {
                return calls.blocking(Operation.DEQUEUE, atMost, body);
            }
        },
        ASYNC {
            @Override
            <T> T call(Calls calls, Duration atMost, Calls.Body<T> body) {
                try {
                    return calls.async(Operation.DEQUEUE, atMost, body).join();
                } catch (CompletionException e) {
                    throw (RuntimeException) e.getCause();
                }
            }
        };

        abstract <T> T call(Calls calls, Duration atMost, Calls.Body<T> body);

        <T> T call(Calls calls, Calls.Body<T> body) {
            return call(calls, Duration.ZERO, body);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aValueEndsTheCall(Way way) {
        assertThat(way.<String>call(calls, holding(CompletableFuture::completedFuture)))
                .isEqualTo("value");
        assertThat(back).hasValue(1);
    }

    @ParameterizedTest
    @EnumSource
    void aValueMayKeepTheCall(Way way) {
        way.<String>call(calls, holding(value -> {
            made.get().keep(Thread::currentThread);
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
                .hasCauseInstanceOf(StackOverflowError.class)
                .satisfies(e -> assertThat(((ConnectorException) e).outcome()).isEqualTo(Outcome.NOT_SENT));
    }

    @ParameterizedTest
    @EnumSource
    void anErrorAfterARequestWasBegunLeavesDoubt(Way way) {
        Request request = Request.get(Operation.DEQUEUE, URI.create("https://nowhere.invalid/"));
        assertThat(failure(way, value -> {
                    made.get().events().request(Operation.DEQUEUE, 1, request);
                    throw new InternalError("a full heap");
                }))
                .isInstanceOfSatisfying(
                        ConnectorException.class, e -> assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN));
    }

    @ParameterizedTest
    @EnumSource
    void anErrorAtTheEndOfACallHidesNotHowItEnded(Way way) {
        ConnectorException known = new ConnectorException("no", Failure.of(Operation.DEQUEUE, Outcome.REJECTED));
        assertThatThrownBy(() -> way.<String>call(calls, call -> {
                    call.hold(() -> {
                        throw new InternalError("a full heap");
                    });
                    return CompletableFuture.failedFuture(known);
                }))
                .isSameAs(known);
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
        running.close(Duration.ZERO);
        assertThatThrownBy(() -> way.<String>call(calls, holding(CompletableFuture::completedFuture)))
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
        CompletableFuture<String> future = calls.async(Operation.DEQUEUE, holding(value -> never));
        assertThat(made.get().ended()).isEmpty();
        future.completeExceptionally(new IllegalStateException("of the user"));
        assertThat(made.get().ended()).containsInstanceOf(EarlyEnd.Cancelled.class);
    }

    @Test
    void whatComesAfterTheEndIsClosed() {
        CompletableFuture<Closeable> late = new CompletableFuture<>();
        calls.async(Operation.DEQUEUE, call -> late).cancel(true);
        late.complete(back::incrementAndGet);
        assertThat(back).hasValue(1);
    }

    @Test
    void aCallThatDoesNotNoticeItsEndIsGivenUp() {
        CompletableFuture<String> future =
                of(Call.PATIENCE.negated()).async(Operation.ENQUEUE, holding(value -> new CompletableFuture<>()));
        made.get().check();
        assertThatThrownBy(future::join)
                .cause()
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("longer than the operation timeout");
    }

    @Test
    void anExternalEndIsReported() {
        assertThat(Calls.isEndedFromOutside(exception(new EarlyEnd.Cancelled())))
                .isTrue();
        assertThat(Calls.isEndedFromOutside(exception(new InterruptedException())))
                .isTrue();
        assertThat(Calls.isEndedFromOutside(exception(new IllegalStateException())))
                .isFalse();
        assertThat(Calls.isEndedFromOutside(exception(null))).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void aCallHasTheTimeOfAnOperation(Way way) {
        assertThat(left(way, calls, Duration.ZERO)).isBetween(Duration.ofMinutes(50), HOUR);
    }

    @ParameterizedTest
    @EnumSource
    void aCallThatWaitsForSomethingHasThatTimeAsWell(Way way) {
        assertThat(left(way, calls, HOUR)).isBetween(Duration.ofMinutes(110), Duration.ofHours(2));
    }

    @ParameterizedTest
    @EnumSource
    void whoWaitsForEverWaitsForVeryLong(Way way) {
        assertThat(left(way, calls, FOR_EVER)).isGreaterThan(Duration.ofDays(36_500));
        assertThat(left(way, of(FOR_EVER), FOR_EVER)).isGreaterThan(Duration.ofDays(36_500));
    }

    @ParameterizedTest
    @EnumSource
    void aNegativeTimeIsRefused(Way way) {
        assertThatThrownBy(() -> left(way, calls, Duration.ofNanos(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("atMost: expected zero or more, but got PT-0.000000001S");
    }

    @ParameterizedTest
    @EnumSource
    void aCallNamesItsEnvironmentAndSubject(Way way) {
        way.<String>call(calls, holding(CompletableFuture::completedFuture));
        assertThat(made.get().subject()).isEqualTo("https://nowhere.invalid");
        way.<String>call(calls.about(subject -> subject.delivery("c")), holding(CompletableFuture::completedFuture));
        assertThat(made.get().subject()).isEqualTo("https://nowhere.invalid, correlation id c");
    }

    private Duration left(Way way, Calls from, Duration atMost) {
        return way.call(from, atMost, call -> CompletableFuture.completedFuture(call.left()));
    }

    private Calls of(Duration operationTimeout) {
        return Calls.to(
                "https://nowhere.invalid", running, new Observer(List.of(), new KnownSecrets()), operationTimeout);
    }

    private Throwable failure(Way way, Function<String, CompletableFuture<String>> body) {
        Throwable failure = catchThrowable(() -> way.<String>call(calls, holding(body)));
        assertThat(back).hasValue(1);
        return failure;
    }

    private Calls.Body<String> holding(Function<String, CompletableFuture<String>> body) {
        return call -> {
            made.set(call);
            call.hold(back::incrementAndGet);
            return body.apply("value");
        };
    }

    private static ConnectorException exception(Throwable cause) {
        return new ConnectorException(
                "no", Failure.of(Operation.DEQUEUE, Outcome.UNKNOWN).cause(cause));
    }
}
