package io.github.d365fo.connector.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What has left this machine decides whether a request may have arrived. */
class DepartureTest {
    private final AtomicLong nanos = new AtomicLong();
    private final Departure once = new Departure(true, nanos::get);
    private final Departure repeatable = new Departure(false, nanos::get);

    @Test
    void nothingHasLeftBeforeTheHead() {
        assertThat(once.mayHaveArrived(null)).isFalse();
    }

    @Test
    void aConnectionThatIsThereTakesTheHeadAtOnce() {
        once.head();
        assertThat(once.mayHaveArrived(null)).isTrue();
    }

    @Test
    void aNewConnectionTakesItAfterItsHandshake() {
        once.handshake();
        once.head();
        assertThat(once.mayHaveArrived(null)).isFalse();
    }

    @Test
    void withItsFirstByteItHasLeft() {
        once.handshake();
        once.head();
        assertThat(once.carry()).isTrue();
        assertThat(once.mayHaveArrived(null)).isTrue();
    }

    @Test
    void afterTheEndNothingLeavesAnyMore() {
        once.handshake();
        once.head();
        assertThat(once.mayHaveArrived(null)).isFalse();
        assertThat(once.carry()).isFalse();
        assertThat(once.mayHaveArrived(null)).isFalse();
        assertThatThrownBy(once::head).isInstanceOf(RepeatRefusedException.class);
    }

    @Test
    void whatMustNotBeRepeatedLeavesOnce() {
        once.head();
        assertThatThrownBy(once::head)
                .isInstanceOf(RepeatRefusedException.class)
                .hasMessage("the connection broke off");
    }

    @Test
    void anythingElseMayLeaveAgain() {
        repeatable.head();
        repeatable.head();
        assertThat(repeatable.mayHaveArrived(null)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aHandshakeThatFailedIsNotTriedAgain(boolean isOnce) {
        Departure departure = new Departure(isOnce, nanos::get);
        departure.handshake();
        departure.head();
        assertThatThrownBy(departure::head)
                .isInstanceOf(RepeatRefusedException.class)
                .hasMessageContaining("handshake");
        assertThat(departure.mayHaveArrived(null)).isFalse();
    }

    @Test
    void aConnectionThatWasIdleForTooLongTookNothing() {
        nanos.set(100);
        once.head();
        assertThat(once.mayHaveArrived(new IOException(stale(99)))).isFalse();
    }

    @Test
    void oneThatWentIdleAfterTheHeadTookIt() {
        nanos.set(100);
        once.head();
        assertThat(once.mayHaveArrived(stale(100))).isTrue();
    }

    @Test
    void anIdleConnectionSaysNothingOfTheOneBefore() {
        nanos.set(100);
        repeatable.head();
        repeatable.head();
        assertThat(repeatable.mayHaveArrived(stale(99))).isTrue();
    }

    private static StaleConnectionException stale(long idleSince) {
        return new StaleConnectionException(idleSince, Duration.ofSeconds(61));
    }
}
