package io.github.d365fo.spring.autoconfigure;

import io.github.d365fo.micrometer.ClientMetrics;
import io.github.d365fo.micrometer.FeedMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/**
 * Provides {@link ClientMetrics} and {@link FeedMetrics} where {@code d365fo-sdk-micrometer} is on the class path and there
 * is a {@link MeterRegistry}. An application's own take their place. {@code d365fo.metrics.enabled=false} switches them off.
 */
@AutoConfiguration(
        afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass({ClientMetrics.class, MeterRegistry.class})
@ConditionalOnSwitch({"d365fo.enabled", "d365fo.metrics.enabled"})
@ConditionalOnSingleCandidate(MeterRegistry.class)
public final class MetricsAutoConfiguration {
    MetricsAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    static ClientMetrics d365foClientMetrics(MeterRegistry registry) {
        return ClientMetrics.of(registry);
    }

    @Bean
    @ConditionalOnMissingBean
    static FeedMetrics d365foFeedMetrics(MeterRegistry registry) {
        return FeedMetrics.of(registry);
    }

    @Bean
    static FeedWatch d365foFeedGauges(FeedMetrics metrics) {
        return metrics::watch;
    }
}
