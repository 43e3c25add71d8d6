package io.github.d365fo.spring;

import io.github.d365fo.feed.ImportFeedBuilder;

/**
 * Changes an import feed before it is built: for settings without a property, such as {@link ImportFeedBuilder#request} and
 * {@link ImportFeedBuilder#onResult}. All beans of this type are called, in their order, after the properties were applied.
 */
@FunctionalInterface
public interface ImportFeedCustomizer {
    /** Changes the feed {@code name}, its key under {@code d365fo.feeds}. */
    void customize(String name, ImportFeedBuilder feed);
}
