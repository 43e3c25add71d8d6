package io.github.d365fo.connector.internal.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.d365fo.connector.error.TokenUnavailableException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client is closed when its calls are over, and its calls are over in the end. */
@Timeout(60)
class RunningCallsTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final AtomicInteger letGo = new AtomicInteger();
    private final RunningCalls calls = new RunningCalls(Runnable::run, letGo::incrementAndGet);

    @Test
    void aClientWithoutCallsIsClosedAtOnce() {
        calls.close(HOUR);
        assertThat(calls.isClosed()).isTrue();
        assertThat(letGo).hasPositiveValue();
    }

    @Test
    void aClosedClientTakesNoCalls() {
        Call call = call(HOUR);
        assertThat(calls.isClosed()).isFalse();
        calls.close(Duration.ZERO);
        assertThatThrownBy(call::begin).isInstanceOf(IllegalStateException.class);
        calls.close(HOUR);
    }

    @Test
    void closingWaitsForACallAndThenLetsGo() {
        Call call = call(HOUR);
        call.begin();
        Thread closer = new Thread(() -> calls.close(HOUR));
        closer.start();
        await().until(() -> closer.getState() == Thread.State.TIMED_WAITING);
        assertThat(letGo).hasValue(0);
        call.finish();
        await().until(() -> !closer.isAlive());
        assertThat(letGo).hasPositiveValue();
        // Another thread may close it again.
        calls.close(HOUR);
    }

    @Test
    void whoIsInTheMiddleOfACallDoesNotWaitForItself() {
        Call call = call(HOUR);
        call.begin();
        call.inside(() -> {
            calls.close(HOUR);
            return "";
        });
        assertThat(letGo).hasValue(0);
        call.finish();
        assertThat(letGo).hasPositiveValue();
    }

    @Test
    void aCallThatOutlivesTheGraceIsEnded() {
        Call call = call(HOUR);
        call.begin();
        Thread closer = new Thread(() -> calls.close(Duration.ZERO));
        closer.start();
        await().until(() -> call.ended().isPresent());
        assertThat(call.ended()).containsInstanceOf(EarlyEnd.Closed.class);
        call.finish();
        await().until(() -> !closer.isAlive());
    }

    @Test
    void closingEndsItEvenIfThereIsNoThreadToWatchIt() {
        RunningCalls unwatched = new RunningCalls(task -> {}, letGo::incrementAndGet);
        Call call = CallKind.BLOCKING.call(HOUR, unwatched);
        call.begin();
        Thread closer = new Thread(() -> unwatched.close(Duration.ofMillis(50)));
        closer.start();
        await().until(() -> call.ended().isPresent());
        call.finish();
        await().until(() -> !closer.isAlive());
    }

    @Test
    void anInterruptOfTheCloserEndsAllCallsAndStays() {
        Call call = call(HOUR);
        call.begin();
        Thread.currentThread().interrupt();
        calls.close(HOUR);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(call.ended()).containsInstanceOf(EarlyEnd.Closed.class);
    }

    @Test
    void aCallIsWatchedFromItsBeginning() {
        Call call = call(Duration.ZERO);
        call.begin();
        await().until(() -> call.ended().isPresent());
    }

    @Test
    void aCallIsWatchedUntilItsTimeIsUp() {
        Call call = call(Duration.ofMillis(800));
        call.begin();
        await().until(() -> call.ended().isPresent());
        assertThat(call.ended()).containsInstanceOf(EarlyEnd.OutOfTime.class);
    }

    @Test
    void aPartIsWatched() {
        Call part = call(Duration.ZERO).begin(1).get(0);
        await().until(() -> part.ended().isPresent());
    }

    @Test
    void aCallAfterAllOthersIsWatched() {
        Call first = call(Duration.ZERO);
        first.begin();
        await().until(() -> first.ended().isPresent());
        first.finish();
        Call second = call(Duration.ZERO);
        second.begin();
        await().until(() -> second.ended().isPresent());
    }

    @Test
    void closingEndsPartsToo() {
        Call part = call(HOUR).begin(1).get(0);
        calls.close(Duration.ZERO);
        assertThat(part.ended()).containsInstanceOf(EarlyEnd.Closed.class);
        assertThat(call(HOUR).begin(1).get(0).ended())
                .as("a part that begins after the end")
                .containsInstanceOf(EarlyEnd.Closed.class);
    }

    @Test
    void aTokenProviderCannotCallItsOwnClient() throws Exception {
        Call asking = call(HOUR);
        asking.begin();
        asking.askForToken(() -> {
            assertThatThrownBy(call(HOUR)::begin)
                    .isInstanceOf(TokenUnavailableException.class)
                    .hasMessageContaining("a client of its own");
            return "";
        });
        call(HOUR).begin();
    }

    @Test
    void withoutThreadsATaskRunsHere() {
        AtomicInteger ran = new AtomicInteger();
        new RunningCalls(
                        task -> {
                            throw new RejectedExecutionException();
                        },
                        () -> {})
                .execute(ran::incrementAndGet);
        assertThat(ran).hasValue(1);
    }

    private Call call(Duration limit) {
        return CallKind.BLOCKING.call(limit, calls);
    }
}
