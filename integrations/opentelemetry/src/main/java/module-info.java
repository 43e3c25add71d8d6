/**
 * Traces of clients and feeds for OpenTelemetry.
 *
 * <p>Start at {@code ClientTracing} and {@code FeedTracing}.
 */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // OpenTelemetry has no descriptors.
module io.github.d365fo.opentelemetry {
    requires transitive io.github.d365fo.connector;
    requires transitive io.opentelemetry.api;
    requires io.opentelemetry.common;
    requires io.opentelemetry.context;
    requires static transitive io.github.d365fo.feed;
    requires static org.jspecify;

    exports io.github.d365fo.opentelemetry;
}
