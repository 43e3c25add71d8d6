package io.github.d365fo.feed.support;

import io.github.d365fo.connector.VirtualClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.CompletableFuture;

/** A clock that throws when it is struck. */
public final class StruckClock extends VirtualClock {
    private final VirtualClock inner;
    private final Strikes strikes;

    public StruckClock(VirtualClock inner, Strikes strikes) {
        this.inner = inner;
        this.strikes = strikes;
    }

    @Override
    public Instant instant() {
        strikes.call();
        return inner.instant();
    }

    @Override
    public CompletableFuture<Void> delay(Duration duration) {
        strikes.call();
        return inner.delay(duration);
    }

    @Override
    public ZoneId getZone() {
        return inner.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return inner.withZone(zone);
    }
}
