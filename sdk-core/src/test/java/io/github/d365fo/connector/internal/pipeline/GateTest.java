package io.github.d365fo.connector.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.internal.http.ExchangeFailure.Refused;
import io.github.d365fo.connector.internal.pipeline.Gate.Closed;
import io.github.d365fo.connector.internal.time.Time;
import io.github.d365fo.connector.support.RecordingClock;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The longest wish of the service counts, and no longer than that. */
class GateTest {
    private final RecordingClock clock = new RecordingClock();
    private final Gate gate = new Gate(Time.of(clock));
    private final Refused first = throttled();
    private final Refused second = throttled();

    @Test
    void itIsOpenUntilItIsClosed() {
        assertThat(gate.closed()).isEmpty();
    }

    @Test
    void itOpensWhenItsTimeHasPassed() {
        gate.close(Duration.ofSeconds(10), first);
        clock.advance(Duration.ofSeconds(4));
        assertThat(gate.closed()).contains(new Closed(Duration.ofSeconds(6), first));
        clock.advance(Duration.ofSeconds(6));
        assertThat(gate.closed()).isEmpty();
    }

    @Test
    void aShorterWishDoesNotOpenItSooner() {
        gate.close(Duration.ofSeconds(10), first);
        gate.close(Duration.ofSeconds(3), second);
        assertThat(gate.closed()).contains(new Closed(Duration.ofSeconds(10), first));
    }

    @Test
    void aLongerWishKeepsItClosedForLonger() {
        gate.close(Duration.ofSeconds(10), first);
        gate.close(Duration.ofSeconds(30), second);
        assertThat(gate.closed()).contains(new Closed(Duration.ofSeconds(30), second));
    }

    @Test
    void onceOpenItCanBeClosedAgain() {
        gate.close(Duration.ofSeconds(10), first);
        clock.advance(Duration.ofSeconds(11));
        gate.close(Duration.ofSeconds(1), second);
        assertThat(gate.closed()).contains(new Closed(Duration.ofSeconds(1), second));
    }

    private static Refused throttled() {
        return new Refused(429, HttpHeaders.of(Map.of(), (name, value) -> true), "");
    }
}
