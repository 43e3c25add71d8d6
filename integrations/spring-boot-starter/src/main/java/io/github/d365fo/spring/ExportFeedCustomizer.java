package io.github.d365fo.spring;

import io.github.d365fo.feed.ExportFeedBuilder;

/**
 * Changes an export feed before it is built: for settings without a property. All beans of this type are called, in their
 * order, after the properties were applied.
 */
@FunctionalInterface
public interface ExportFeedCustomizer {
    /** Changes the feed {@code name}, its key under {@code d365fo.feeds}. */
    void customize(String name, ExportFeedBuilder feed);
}
