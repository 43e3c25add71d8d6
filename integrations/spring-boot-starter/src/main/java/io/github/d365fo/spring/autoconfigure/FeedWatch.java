package io.github.d365fo.spring.autoconfigure;

import io.github.d365fo.feed.FeedHealth;
import java.util.function.Supplier;

/** Asks feeds for their health. Names no class of metrics, which may be missing. */
@FunctionalInterface
interface FeedWatch {
    /**
     * Begins to watch a feed.
     *
     * @param feed as events name it: the activity id of its job, or the name of its data project
     * @param health asks for its health
     */
    void watch(String feed, Supplier<FeedHealth> health);
}
