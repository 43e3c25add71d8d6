package io.github.d365fo.connector.internal.pipeline;

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
class FacesTest {
    private final CallScope call = new CallScope(Duration.ofHours(1));

    enum Which {
        BLOCKING,
        ASYNC;

        Face face() {
            return this == BLOCKING ? new BlockingFace() : new AsyncFace(Runnable::run);
        }
    }

    @ParameterizedTest
    @EnumSource
    void workGivesItsValueOrItsFailure(Which which) {
        assertThat(which.face().call(call, () -> "value")).isCompletedWithValue("value");
        StackOverflowError error = new StackOverflowError();
        assertThat(failure(which.face().call(call, () -> {
                    throw error;
                })))
                .isSameAs(error);
    }

    @ParameterizedTest
    @EnumSource
    void aWaitThatIsOverGivesItsValue(Which which) {
        assertThat(which.face().settle(call, CompletableFuture.completedFuture("value")))
                .isCompletedWithValue("value");
    }

    @ParameterizedTest
    @EnumSource
    void aWaitThatFailedGivesItsFailure(Which which) {
        IllegalStateException failure = new IllegalStateException();
        assertThat(failure(which.face().settle(call, CompletableFuture.failedFuture(failure))))
                .isSameAs(failure);
    }

    @ParameterizedTest
    @EnumSource
    void aWaitIsNoLongerThanTheCall(Which which) {
        CallScope brief = new CallScope(Duration.ofMillis(20));
        CompletableFuture<String> never = new CompletableFuture<>();
        CompletableFuture<String> settled = which.face().settle(brief, never);
        await().until(settled::isDone);
        assertThat(settled).isCompletedExceptionally();
        assertThat(never).isDone();
    }

    @ParameterizedTest
    @EnumSource
    void aWaitThatIsOverIsNotEndedWithTheCall(Which which) {
        CompletableFuture<String> done = CompletableFuture.completedFuture("value");
        which.face().settle(call, done);
        CompletableFuture<String> other = new CompletableFuture<>();
        call.waitFor(other);
        call.cancel();
        assertThat(other).isCompletedExceptionally();
        assertThat(done).isCompletedWithValue("value");
    }

    @Test
    void theAsyncFaceDoesNotWait() {
        CompletableFuture<String> later = new CompletableFuture<>();
        CompletableFuture<String> settled = Which.ASYNC.face().settle(call, later);
        assertThat(settled).isNotDone();
        later.complete("value");
        assertThat(settled).isCompletedWithValue("value");
    }

    @Test
    void theEndOfACallsTimeIsNoticedAtOnce() {
        CallScope brief = new CallScope(Duration.ofMillis(20));
        Which.ASYNC.face().settle(brief, new CompletableFuture<>());
        await().until(() -> brief.ended().isPresent());
    }

    @Test
    void withoutAThreadTheCallFails() {
        RejectedExecutionException none = new RejectedExecutionException();
        Face face = new AsyncFace(task -> {
            throw none;
        });
        assertThat(failure(face.call(call, () -> "value"))).isSameAs(none);
    }

    @Test
    void whatTheAsyncFaceDoesIsInTheMiddleOfTheCall() {
        assertThat(Which.ASYNC.face().call(call, () -> call.isInside(Thread.currentThread())))
                .isCompletedWithValue(true);
        assertThat(call.isInside(Thread.currentThread())).isFalse();
    }

    @Test
    void anInterruptOfTheUserEndsABlockingWaitAndStays() {
        CompletableFuture<String> never = new CompletableFuture<>();
        Thread.currentThread().interrupt();
        assertThat(failure(Which.BLOCKING.face().settle(call, never))).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(never).isCancelled();
    }

    @Test
    void anInterruptOfTheUserEndsBlockingWorkAndStays() {
        assertThat(failure(Which.BLOCKING.face().call(call, () -> {
                    throw new InterruptedException();
                })))
                .isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void anInterruptOfTheCallHasDoneItsWork() {
        assertThat(failure(Which.BLOCKING.face().call(call, () -> {
                    call.cancel();
                    throw new InterruptedException();
                })))
                .isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void anEndFromOutsideEndsABlockingWait() throws InterruptedException {
        AtomicReference<Throwable> end = new AtomicReference<>();
        CompletableFuture<String> never = new CompletableFuture<>();
        Thread waiting = new Thread(() -> end.set(failure(Which.BLOCKING.face().settle(call, never))));
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
