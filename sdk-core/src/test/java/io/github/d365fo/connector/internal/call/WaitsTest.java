package io.github.d365fo.connector.internal.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Work and waits, in the caller's thread or not. */
@Timeout(60)
class WaitsTest {
    @ParameterizedTest
    @EnumSource(CallKind.class)
    void workGivesItsValueOrItsFailure(CallKind kind) {
        assertThat(kind.call().work(() -> "value")).isCompletedWithValue("value");
        StackOverflowError error = new StackOverflowError();
        assertThat(failure(kind.call().work(() -> {
                    throw error;
                })))
                .isSameAs(error);
    }

    @ParameterizedTest
    @EnumSource(CallKind.class)
    void aWaitThatIsOverGivesItsValue(CallKind kind) {
        Call call = kind.call();
        assertThat(call.settle(CompletableFuture.completedFuture("value"))).isCompletedWithValue("value");
    }

    @ParameterizedTest
    @EnumSource(CallKind.class)
    void aWaitThatFailedGivesItsFailure(CallKind kind) {
        Call call = kind.call();
        IllegalStateException failure = new IllegalStateException();
        assertThat(failure(call.settle(CompletableFuture.failedFuture(failure))))
                .isSameAs(failure);
    }

    @ParameterizedTest
    @EnumSource(CallKind.class)
    void aWaitIsNoLongerThanTheCall(CallKind kind) {
        Call brief = kind.call(Duration.ofMillis(20));
        CompletableFuture<String> never = new CompletableFuture<>();
        CompletableFuture<String> settled = brief.settle(never);
        await().until(settled::isDone);
        assertThat(settled).isCompletedExceptionally();
        assertThat(never).isDone();
    }

    @ParameterizedTest
    @EnumSource(CallKind.class)
    void aWaitThatIsOverIsNotEndedWithTheCall(CallKind kind) {
        Call call = kind.call();
        CompletableFuture<String> done = CompletableFuture.completedFuture("value");
        call.settle(done);
        CompletableFuture<String> other = new CompletableFuture<>();
        call.waitFor(other);
        call.cancel();
        assertThat(other).isCompletedExceptionally();
        assertThat(done).isCompletedWithValue("value");
    }

    @Test
    void anAsyncCallDoesNotWait() {
        Call call = CallKind.ASYNC.call();
        CompletableFuture<String> later = new CompletableFuture<>();
        CompletableFuture<String> settled = call.settle(later);
        assertThat(settled).isNotDone();
        later.complete("value");
        assertThat(settled).isCompletedWithValue("value");
    }

    @Test
    void theEndOfACallsTimeIsNoticedAtOnce() {
        Call brief = CallKind.ASYNC.call(Duration.ofMillis(20));
        brief.settle(new CompletableFuture<>());
        await().until(() -> brief.ended().isPresent());
    }

    @Test
    void withoutAThreadTheCallFails() {
        RejectedExecutionException none = new RejectedExecutionException();
        Call call = CallKind.ASYNC.call(task -> {
            throw none;
        });
        assertThat(failure(call.work(() -> "value"))).isSameAs(none);
    }

    @Test
    void whatAnAsyncCallDoesIsInTheMiddleOfTheCall() {
        Call call = CallKind.ASYNC.call();
        assertThat(call.work(() -> call.isInside(Thread.currentThread()))).isCompletedWithValue(true);
        assertThat(call.isInside(Thread.currentThread())).isFalse();
    }

    @Test
    void anInterruptOfTheUserEndsABlockingWaitAndStays() {
        Call call = CallKind.BLOCKING.call();
        CompletableFuture<String> never = new CompletableFuture<>();
        Thread.currentThread().interrupt();
        assertThat(failure(call.settle(never))).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(never).isCancelled();
    }

    @Test
    void anInterruptOfTheUserEndsBlockingWorkAndStays() {
        Call call = CallKind.BLOCKING.call();
        assertThat(failure(call.work(() -> {
                    throw new InterruptedException();
                })))
                .isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void anInterruptOfTheCallHasDoneItsWork() {
        Call call = CallKind.BLOCKING.call();
        assertThat(failure(call.work(() -> {
                    call.cancel();
                    throw new InterruptedException();
                })))
                .isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void anEndFromOutsideEndsABlockingWait() throws InterruptedException {
        Call call = CallKind.BLOCKING.call();
        AtomicReference<Throwable> end = new AtomicReference<>();
        CompletableFuture<String> never = new CompletableFuture<>();
        Thread waiting = new Thread(() -> end.set(failure(call.settle(never))));
        waiting.start();
        await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
        call.cancel();
        waiting.join();
        assertThat(end.get()).isInstanceOf(EarlyEnd.Cancelled.class);
    }

    private static Throwable failure(CompletableFuture<?> future) {
        return future.handle((value, failure) -> Calls.unwrap(failure)).join();
    }
}
