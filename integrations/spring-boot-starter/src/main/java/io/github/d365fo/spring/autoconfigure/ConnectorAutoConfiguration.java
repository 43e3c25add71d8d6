package io.github.d365fo.spring.autoconfigure;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.ConnectorListener;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.spring.ConnectorClientCustomizer;
import io.github.d365fo.spring.ConnectorConnectionDetails;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;

/**
 * Provides a {@link ConnectorClient} for the environment of {@code d365fo.environment}, a {@link TokenProvider} for its
 * credentials, a client for each of {@code d365fo.environments}, and a {@link io.github.d365fo.connector.RecurringJob} for
 * each job. An application's own client or provider takes the place of the first two.
 */
@AutoConfiguration(after = SslAutoConfiguration.class)
@ConditionalOnSwitch("d365fo.enabled")
@EnableConfigurationProperties({ConnectorProperties.class, EnvironmentProperties.class})
@Import(ConnectorRegistrar.class)
public final class ConnectorAutoConfiguration {
    ConnectorAutoConfiguration() {}

    @Bean
    static Environments d365foEnvironments(EnvironmentProperties unnamed, ConnectorProperties properties) {
        return new Environments(unnamed, properties.environments());
    }

    @Bean
    @ConditionalOnMissingBean(ConnectorConnectionDetails.class)
    static PropertiesConnectionDetails d365foConnectionDetails(Environments environments) {
        return new PropertiesConnectionDetails(environments);
    }

    @Bean
    static ClientFactory d365foClientFactory(
            Environments environments,
            ConnectorConnectionDetails details,
            ObjectProvider<SslBundles> bundles,
            ObjectProvider<ConnectorListener> listeners,
            ObjectProvider<ConnectorClientCustomizer> customizers) {
        return new ClientFactory(environments, details, new Bundles(bundles), listeners, customizers);
    }

    @Bean
    @ConditionalOnMissingBean
    @Conditional(UnnamedEnvironment.OrCredentials.class)
    static TokenProvider d365foTokenProvider(ClientFactory factory) {
        return factory.tokenProvider();
    }

    @Bean
    @ConditionalOnMissingBean
    @Conditional(UnnamedEnvironment.class)
    static ConnectorClient connectorClient(ClientFactory factory, ObjectProvider<TokenProvider> tokens) {
        return factory.client("", factory.tokenProvider("", tokens));
    }
}
