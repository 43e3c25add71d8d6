package io.github.d365fo.feed.internal.run;

import io.github.d365fo.connector.VirtualClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.CompletableFuture;

/**
 * A feed's clock, which may be the program's own code. Times are read between what has happened and its note, so one that
 * can't be read shows what it showed last, and is told of. Thread-safe.
 */
public final class GuardedClock extends Clock {
    private final Clock clock;
    private final Untold troubles;
    private volatile Instant last;

    private GuardedClock(Clock clock, Untold troubles) {
        this.clock = clock;
        this.troubles = troubles;
        this.last = clock.instant();
    }

    /** Returns {@code clock} guarded, whose failures go to {@code troubles}; a virtual one stays that. */
    public static Clock of(Clock clock, Untold troubles) {
        GuardedClock guarded = new GuardedClock(clock, troubles);
        return clock instanceof VirtualClock virtual ? new Virtual(virtual, guarded) : guarded;
    }

    @Override
    @SuppressWarnings("PMD.AvoidCatchingThrowable") // a clock is not ours
    public Instant instant() {
        try {
            last = clock.instant();
        } catch (Throwable e) {
            troubles.keep(e);
        }
        return last;
    }

    @Override
    public ZoneId getZone() {
        return clock.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return new GuardedClock(clock.withZone(zone), troubles);
    }

    /** Its waits are not guarded: whoever waits has to do that. */
    private static final class Virtual extends VirtualClock {
        private final VirtualClock clock;
        private final GuardedClock guarded;

        Virtual(VirtualClock clock, GuardedClock guarded) {
            this.clock = clock;
            this.guarded = guarded;
        }

        @Override
        public Instant instant() {
            return guarded.instant();
        }

        @Override
        public CompletableFuture<Void> delay(Duration duration) {
            return clock.delay(duration);
        }

        @Override
        public ZoneId getZone() {
            return guarded.getZone();
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return guarded.withZone(zone);
        }
    }
}
