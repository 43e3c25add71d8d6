package io.github.d365fo.connector.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d365fo.connector.AsyncRecurringJob;
import io.github.d365fo.connector.ConnectorListener;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.error.ServiceException;
import io.github.d365fo.connector.error.ThrottledException;
import io.github.d365fo.connector.retry.RetryPolicy;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All calls of a client wait together. */
@ExtendWith(CapturedLog.class)
@Timeout(30)
class ThrottlingTest {
    private static final Reply EMPTY = connection -> {
        connection.head(204, 0);
        return true;
    };
    /** A wait that can't end in time is none; who is told at once can still do something else. */
    @ParameterizedTest
    @EnumSource
    void aRetryAfterBeyondTheTimeoutFailsAtOnce(FaceUnderTest face) throws IOException {
        for (String wish : List.of("120", "9999999999", "soon")) {
            for (int status : new int[] {429, 503}) {
                try (Rig rig = Rig.with(
                        builder -> builder.clock(Clock.systemUTC()).operationTimeout(Duration.ofSeconds(25)),
                        face,
                        Reply.text(status, "", "Retry-After: " + wish))) {
                    ServiceException end = catchThrowableOfType(
                            ServiceException.class, () -> rig.job.enqueue(EnqueueRequest.of(Payload.ofString("x"))));
                    assertThat(end.statusCode()).isEqualTo(status);
                    assertThat(end.outcome()).isEqualTo(Outcome.REJECTED);
                    assertThat(end.attempts()).hasSize(1);
                    if (end instanceof ThrottledException throttled) {
                        assertThat(throttled.retryAfter()).isGreaterThan(Duration.ofSeconds(25));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aThrottledAnswerHoldsEverybody(FaceUnderTest face) throws IOException {
        List<ConnectorListener.Throttle> throttles = Collections.synchronizedList(new ArrayList<>());
        ConnectorListener listener = new ConnectorListener() {
            @Override
            public void onThrottle(Throttle event) {
                throttles.add(event);
            }
        };
        try (Rig rig = Rig.with(b -> b.listener(listener), face, Reply.text(429, "busy", "Retry-After: 3600"), EMPTY)) {
            assertThat(rig.job.dequeue()).isEmpty();
            assertThat(rig.clock.delays()).hasSize(1);
            assertThat(rig.clock.delays().get(0)).isBetween(Duration.ofMinutes(5), Duration.ofSeconds(301));
            assertThat(throttles).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClosedGateBeyondTheTotalTimeFailsAtOnce(FaceUnderTest face) throws IOException {
        RetryPolicy brief =
                RetryPolicy.builder().maxElapsed(Duration.ofSeconds(20)).build();
        try (Rig rig = Rig.with(b -> b.retryPolicy(brief), face, Reply.text(429, "busy"))) {
            for (int call = 0; call < 2; call++) {
                assertThatThrownBy(rig.job::dequeue)
                        .isInstanceOfSatisfying(
                                ThrottledException.class,
                                e -> assertThat(e.retryAfter())
                                        .isBetween(Duration.ofSeconds(29), Duration.ofSeconds(31)));
            }
            assertThat(rig.server.requests()).hasSize(1);
            assertThat(rig.clock.delays()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void noMoreThanTheGivenRequestsAreOnTheWire(FaceUnderTest face) throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch two = new CountDownLatch(2);
        Reply counting = connection -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            two.countDown();
            two.await();
            now.decrementAndGet();
            connection.head(204, 0);
            return true;
        };
        try (Rig rig = Rig.with(b -> b.maxConcurrentRequests(2), face, counting)) {
            AsyncRecurringJob async = rig.client.async().job(Rig.ACTIVITY);
            List<CompletableFuture<?>> calls = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                calls.add(async.dequeue());
            }
            CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).join();
            assertThat(rig.job.dequeue()).isEmpty();
            assertThat(most.get()).isEqualTo(2);
        }
    }
}
