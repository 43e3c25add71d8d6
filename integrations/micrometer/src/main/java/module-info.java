/**
 * Metrics of clients and feeds for Micrometer.
 *
 * <p>Start at {@code ClientMetrics} and {@code FeedMetrics}.
 */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // Micrometer has no descriptor.
module io.github.d365fo.micrometer {
    requires transitive io.github.d365fo.connector;
    requires transitive micrometer.core;
    requires static transitive io.github.d365fo.feed;
    requires static org.jspecify;

    exports io.github.d365fo.micrometer;
}
