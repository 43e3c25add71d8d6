package io.github.d365fo.connector.support;

import io.github.d365fo.connector.VirtualClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A clock on which every wait is over at once and written down. */
public final class RecordingClock extends VirtualClock {
    private final List<Duration> delays = new ArrayList<>();
    private Instant now = Instant.parse("2026-03-01T03:00:00Z");
    private boolean frozen;

    @Override
    public synchronized CompletableFuture<Void> delay(Duration duration) {
        delays.add(duration);
        if (frozen) {
            return new CompletableFuture<>();
        }
        now = now.plus(duration);
        return CompletableFuture.completedFuture(null);
    }

    /** From here on waits never end. */
    public synchronized void freeze() {
        frozen = true;
    }

    public synchronized List<Duration> delays() {
        return List.copyOf(delays);
    }

    public synchronized void advance(Duration duration) {
        now = now.plus(duration);
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
