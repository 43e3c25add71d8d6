package io.github.d365fo.spring.autoconfigure;

import io.github.d365fo.feed.FeedHealth;
import io.github.d365fo.feed.FeedState;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * The health of a feed: down once it has failed for good, unknown while it does not run, else up. An environment that is
 * away, or a package that fails, is no reason to start the application again. Of an error only its class is shown, since
 * its message may say what not everybody may read.
 */
final class FeedHealthIndicator extends AbstractHealthIndicator {
    private final Supplier<FeedHealth> feed;

    FeedHealthIndicator(Supplier<FeedHealth> feed) {
        this.feed = feed;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        FeedHealth now = feed.get();
        if (now.state() == FeedState.FAILED) {
            health.down();
        } else if (now.state() == FeedState.STOPPED) {
            health.unknown();
        } else {
            health.up();
        }
        health.withDetail("state", now.state().name())
                .withDetail("inFlight", now.inFlight())
                .withDetail("waiting", now.spooled())
                .withDetail("quarantined", now.quarantined());
        detail(health, "lastPoll", now.lastPoll());
        detail(health, "lastSuccess", now.lastSuccess());
        detail(
                health,
                "lastError",
                now.lastError().map(error -> error.getClass().getName()));
        detail(health, "lastErrorAt", now.lastErrorAt());
        detail(health, "throttledUntil", now.throttledUntil());
        detail(health, "oldestUnacknowledged", now.oldestUnacknowledged());
    }

    private static void detail(Health.Builder health, String name, Optional<?> value) {
        value.ifPresent(known -> health.withDetail(name, known));
    }
}
