package io.github.d365fo.connector.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How often and how long is tried again. */
class RetryPolicyTest {
    @Test
    void backoffDoublesToItsCapWithFullJitter() {
        Backoff backoff = Backoff.exponential(Duration.ofSeconds(1), Duration.ofSeconds(30));
        Random random = new Random(1);
        for (int retry = 1; retry < 40; retry++) {
            long bound = Math.min(30_000, 1000L << Math.min(retry - 1, 20));
            assertThat(backoff.delay(retry, random)).isBetween(Duration.ZERO, Duration.ofMillis(bound));
        }
        assertThatThrownBy(() -> Backoff.exponential(Duration.ZERO, Duration.ofSeconds(1)))
                .hasMessageContaining("backoff");
        assertThatThrownBy(() -> Backoff.exponential(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .hasMessageContaining("backoff");
        assertThatThrownBy(() -> Backoff.exponential(Duration.ofSeconds(-2), Duration.ofSeconds(1)))
                .hasMessageContaining("backoff");
    }

    @Test
    void aPolicyHasItsDefaultsAndBounds() {
        RetryPolicy policy = RetryPolicy.ofDefaults();
        assertThat(policy.maxAttempts()).isEqualTo(5);
        assertThat(policy.maxElapsed()).isEqualTo(Duration.ofMinutes(10));
        assertThat(policy.maxRetryAfter()).isEqualTo(Duration.ofMinutes(5));
        assertThat(RetryPolicy.none().maxAttempts()).isOne();
        RetryPolicy.Builder builder = RetryPolicy.builder().maxRetryAfter(Duration.ofMinutes(1));
        assertThat(builder.build().maxRetryAfter()).isEqualTo(Duration.ofMinutes(1));
        assertThatThrownBy(() -> builder.maxAttempts(0)).hasMessageContaining("maxAttempts");
        assertThatThrownBy(() -> builder.maxElapsed(Duration.ZERO)).hasMessageContaining("maxElapsed");
        assertThatThrownBy(() -> builder.maxRetryAfter(Duration.ofSeconds(-1))).hasMessageContaining("maxRetryAfter");
    }
}
