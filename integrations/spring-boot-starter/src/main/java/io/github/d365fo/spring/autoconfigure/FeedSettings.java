package io.github.d365fo.spring.autoconfigure;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.feed.FeedHealth;
import io.github.d365fo.feed.FeedListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;

/**
 * What export and import feeds have in common.
 *
 * @param lookup finds their clients and jobs
 * @param feeds their properties
 * @param listeners see all of them
 * @param watches ask all of them for their health
 * @param phase how long the application lets a phase of its shutdown take
 */
record FeedSettings(
        Lookup lookup,
        Map<String, FeedProperties> feeds,
        List<FeedListener> listeners,
        List<FeedWatch> watches,
        Duration phase) {
    private static final Duration SHORTEST = Duration.ofMillis(1);

    /** Returns the properties of the feed {@code key}. */
    FeedProperties get(String key) {
        FeedProperties properties = feeds.get(key);
        if (properties == null) {
            throw new IllegalArgumentException("expected a feed of " + feeds.keySet() + ", but got " + key);
        }
        return properties;
    }

    /**
     * Returns the client of the feed's environment.
     *
     * @throws PropertyException if there is none
     */
    ConnectorClient client(String key) {
        String environment = get(key).environment();
        try {
            return lookup.client(environment);
        } catch (NoSuchBeanDefinitionException e) {
            throw Prefix.feed(key)
                    .wrong(
                            "environment",
                            environment.isEmpty()
                                    ? "it is not set, and neither is d365fo.environment"
                                    : "expected the key of an environment, but there is no d365fo.environments."
                                            + environment);
        }
    }

    /**
     * Returns the feed's job.
     *
     * @throws PropertyException if there is none
     */
    RecurringJob job(String key) {
        String job = get(key).job();
        return client(key).job(lookup.activity(get(key).environment(), job == null ? key : job));
    }

    /** Shows the feed {@code key} to those who watch its health. */
    void watched(String key, Supplier<FeedHealth> health) {
        FeedProperties.Import inbox = get(key).importSettings();
        String project = inbox == null ? null : inbox.dataProject();
        String feed = project == null ? job(key).activityId().value() : project;
        watches.forEach(watch -> watch.watch(feed, health));
    }

    /**
     * Returns how long the feed may drain when the application stops, so that it has ended before what it uses does.
     *
     * @throws PropertyException if that is not shorter than a phase of the shutdown
     */
    Duration drainTimeout(String key) {
        Duration own = get(key).drainTimeout();
        if (own == null) {
            Duration share = phase.multipliedBy(5).dividedBy(6);
            return share.compareTo(SHORTEST) < 0 ? SHORTEST : share;
        }
        if (own.compareTo(phase) >= 0) {
            throw new PropertyException(
                    Prefix.feed(key).name() + ".drain-timeout",
                    "expected less than spring.lifecycle.timeout-per-shutdown-phase, which is " + phase + ", but got "
                            + own,
                    "Shorten it, or set spring.lifecycle.timeout-per-shutdown-phase to some seconds more.");
        }
        return own;
    }

    /** Returns the first and the longest wait of a feed that has nothing to do. */
    Idle idle(String key, Duration first, Duration longest) {
        Duration ownFirst = get(key).idleWait();
        Duration ownLongest = get(key).maxIdleWait();
        Duration begin = ownFirst == null ? first : ownFirst;
        if (ownLongest != null) {
            return new Idle(begin, ownLongest);
        }
        return new Idle(begin, begin.compareTo(longest) > 0 ? begin : longest);
    }

    /**
     * The waits of a feed that has nothing to do.
     *
     * @param first the first
     * @param longest the longest
     */
    record Idle(Duration first, Duration longest) {}
}
