package io.github.d365fo.spring.autoconfigure;

import io.github.d365fo.opentelemetry.ClientTracing;
import io.github.d365fo.opentelemetry.FeedTracing;
import io.opentelemetry.api.OpenTelemetry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/**
 * Provides {@link ClientTracing} and {@link FeedTracing} where {@code d365fo-sdk-opentelemetry} is on the class path and
 * there is an {@link OpenTelemetry}. An application's own take their place. {@code d365fo.tracing.enabled=false} switches
 * them off.
 */
@AutoConfiguration(afterName = "org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration")
@ConditionalOnClass({ClientTracing.class, OpenTelemetry.class})
@ConditionalOnSwitch({"d365fo.enabled", "d365fo.tracing.enabled"})
@ConditionalOnSingleCandidate(OpenTelemetry.class)
public final class TracingAutoConfiguration {
    TracingAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    static ClientTracing d365foClientTracing(OpenTelemetry telemetry) {
        return ClientTracing.of(telemetry);
    }

    @Bean
    @ConditionalOnMissingBean
    static FeedTracing d365foFeedTracing(OpenTelemetry telemetry, ClientTracing clients) {
        return FeedTracing.of(telemetry, clients);
    }
}
