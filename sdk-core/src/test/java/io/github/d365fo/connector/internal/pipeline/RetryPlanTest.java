package io.github.d365fo.connector.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.internal.call.CallKind;
import io.github.d365fo.connector.internal.http.ExchangeFailure.NoAnswer;
import io.github.d365fo.connector.internal.http.ExchangeFailure.Refused;
import io.github.d365fo.connector.retry.RetryPolicy;
import io.github.d365fo.connector.support.RecordingClock;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How often and when a call is tried again. */
class RetryPlanTest {
    private static final NoAnswer LOST = new NoAnswer("lost", null, true);

    private final RecordingClock clock = new RecordingClock();
    private final Pipeline pipeline = TestPipelines.of(
            clock,
            RetryPolicy.builder()
                    .maxAttempts(3)
                    .maxElapsed(Duration.ofMinutes(2))
                    .maxRetryAfter(Duration.ofSeconds(60))
                    .backoff((retry, random) -> Duration.ofSeconds(10L * retry))
                    .build());
    private final RetryPlan plan = new RetryPlan(pipeline, CallKind.BLOCKING.call());

    @AfterEach
    void close() {
        pipeline.close();
    }

    @Test
    void eachRetryWaitsAsThePolicySaysUntilItAllowsNoMore() {
        plan.start();
        assertThat(plan.next(LOST)).contains(Duration.ofSeconds(10));
        assertThat(plan.next(LOST)).contains(Duration.ofSeconds(20));
        assertThat(plan.next(LOST)).isEmpty();
    }

    @Test
    void noWaitExceedsTheTotalTime() {
        clock.advance(Duration.ofHours(1));
        plan.start();
        clock.advance(Duration.ofSeconds(110));
        plan.start();
        assertThat(plan.allows(Duration.ofSeconds(10))).isTrue();
        assertThat(plan.allows(Duration.ofSeconds(11))).isFalse();
        assertThat(plan.next(LOST)).contains(Duration.ofSeconds(10));
        assertThat(plan.next(LOST)).as("20 s are too long").isEmpty();
    }

    @Test
    void theServicesWishComesBeforeThePolicyWithinBounds() {
        plan.start();
        assertThat(plan.next(refused(503, "17"))).contains(Duration.ofSeconds(17));
        assertThat(plan.retryAfter(refused(429, "60"))).isEqualTo(Duration.ofSeconds(60));
        assertThat(plan.retryAfter(refused(429, "61"))).isEqualTo(Duration.ofSeconds(60));
        assertThat(plan.retryAfter(refused(429, "soon"))).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void anErrorThatIsNoWishWaitsAsThePolicySays() {
        plan.start();
        assertThat(plan.next(refused(500, "17"))).contains(Duration.ofSeconds(10));
    }

    @Test
    void afterA429TheGateSaysHowLongIsLeft() {
        plan.start();
        Refused throttled = refused(429, "17");
        pipeline.gate.close(Duration.ofSeconds(17), throttled);
        clock.advance(Duration.ofSeconds(5));
        assertThat(plan.next(throttled)).contains(Duration.ofSeconds(12));
        clock.advance(Duration.ofSeconds(12));
        assertThat(plan.next(throttled)).contains(Duration.ZERO);
    }

    @Test
    void theGateStaysClosedForTheWishAndATenthMoreAtMost() {
        for (int i = 0; i < 100; i++) {
            assertThat(plan.gateDelay(refused(429, "2"))).isBetween(Duration.ofSeconds(2), Duration.ofMillis(2200));
            assertThat(plan.gateDelay(refused(429, "60"))).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(61));
        }
        assertThat(List.of(1, 2, 3, 4, 5, 6, 7, 8))
                .anySatisfy(
                        any -> assertThat(plan.gateDelay(refused(429, "60"))).isGreaterThan(Duration.ofSeconds(60)));
    }

    @Test
    void aTokenIsReplacedOnce() {
        assertThat(plan.refreshToken()).isTrue();
        assertThat(plan.refreshToken()).isFalse();
    }

    @Test
    void aBackoffThatAnswersWithNullIsNamed() {
        Pipeline careless = TestPipelines.of(
                clock, RetryPolicy.builder().backoff((retry, random) -> null).build());
        assertThatThrownBy(() -> new RetryPlan(careless, CallKind.BLOCKING.call()).next(LOST))
                .hasMessageContaining("backoff");
        careless.close();
    }

    private static Refused refused(int status, String retryAfter) {
        return new Refused(
                status, HttpHeaders.of(Map.of("Retry-After", List.of(retryAfter)), (name, value) -> true), "");
    }
}
