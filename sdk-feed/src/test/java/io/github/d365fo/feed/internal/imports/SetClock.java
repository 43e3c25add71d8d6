package io.github.d365fo.feed.internal.imports;

import io.github.d365fo.connector.VirtualClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.CompletableFuture;

/** The clock of a machine: it goes as fast as the service's and shows another time. */
final class SetClock extends VirtualClock {
    private final VirtualClock service;
    private final Duration ahead;
    private final Runnable onLook;

    /** Creates a clock that runs {@code onLook} whenever somebody looks at it. */
    SetClock(VirtualClock service, Duration ahead, Runnable onLook) {
        this.service = service;
        this.ahead = ahead;
        this.onLook = onLook;
    }

    @Override
    public CompletableFuture<Void> delay(Duration duration) {
        return service.delay(duration);
    }

    @Override
    public Instant instant() {
        onLook.run();
        return service.instant().plus(ahead);
    }

    @Override
    public ZoneId getZone() {
        return service.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
