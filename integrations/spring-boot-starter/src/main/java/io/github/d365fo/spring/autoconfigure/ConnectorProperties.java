package io.github.d365fo.spring.autoconfigure;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What there is beside the settings of the one environment.
 *
 * @param enabled whether the starter does anything
 * @param environments further environments, by a name of your choice, each with the settings that d365fo itself has
 * @param feeds export and import feeds, by a name of your choice
 */
@ConfigurationProperties("d365fo")
record ConnectorProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue Metrics metrics,
        @DefaultValue Tracing tracing,
        @DefaultValue Map<String, EnvironmentProperties> environments,
        @DefaultValue Map<String, FeedProperties> feeds) {

    /**
     * The settings of metrics.
     *
     * @param enabled whether clients and feeds have metrics where d365fo-sdk-micrometer and a MeterRegistry are
     */
    record Metrics(@DefaultValue("true") boolean enabled) {}

    /**
     * The settings of traces.
     *
     * @param enabled whether clients and feeds have traces where d365fo-sdk-opentelemetry and an OpenTelemetry are
     */
    record Tracing(@DefaultValue("true") boolean enabled) {}
}
