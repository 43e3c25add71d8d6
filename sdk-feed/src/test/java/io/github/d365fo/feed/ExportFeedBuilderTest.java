package io.github.d365fo.feed;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a builder refuses. */
class ExportFeedBuilderTest extends ExportFeedRig {
    @Test
    void whatIsMissingIsNamed() {
        assertThatThrownBy(() -> ExportFeed.builder(exports()).spool(spool()).build())
                .hasMessageStartingWith("handler: it is required");
        assertThatThrownBy(() ->
                        ExportFeed.builder(exports()).handler(export -> {}).build())
                .hasMessageStartingWith("spool: it is required");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void numbersAreAtLeastOne(int number) {
        assertThatThrownBy(() -> builder().concurrency(number)).hasMessageStartingWith("concurrency: expected");
        assertThatThrownBy(() -> builder().attempts(number)).hasMessageStartingWith("attempts: expected");
        assertThatThrownBy(() -> builder().spoolLimit(number)).hasMessageStartingWith("spoolLimit: expected");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void timesAreMoreThanZero(long seconds) {
        Duration wrong = Duration.ofSeconds(seconds);
        assertThatThrownBy(() -> builder().claim(wrong)).hasMessageStartingWith("claim: expected");
        assertThatThrownBy(() -> builder().leaseMargin(wrong)).hasMessageStartingWith("leaseMargin: expected");
        assertThatThrownBy(() -> builder().drainTimeout(wrong)).hasMessageStartingWith("drainTimeout: expected");
        assertThatThrownBy(() -> builder().idleWait(wrong, Duration.ofSeconds(1)))
                .hasMessageStartingWith("idleWait: expected");
    }

    @Test
    void timesFitEachOther() {
        assertThatThrownBy(() -> builder().leaseMargin(Duration.ofMinutes(30)))
                .hasMessageContaining("less than the lease");
        assertThatThrownBy(() -> builder().idleWait(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .hasMessageContaining("no longer than the longest");
    }
}
