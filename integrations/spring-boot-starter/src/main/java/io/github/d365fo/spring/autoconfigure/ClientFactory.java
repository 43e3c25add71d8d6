package io.github.d365fo.spring.autoconfigure;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.ConnectorClientBuilder;
import io.github.d365fo.connector.ConnectorListener;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.retry.Backoff;
import io.github.d365fo.connector.retry.RetryPolicy;
import io.github.d365fo.spring.ConnectorClientCustomizer;
import io.github.d365fo.spring.ConnectorConnectionDetails;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.ObjectProvider;

/** Makes the clients of the environments, and what signs in to them. Closing it closes the routes that they share. */
final class ClientFactory implements AutoCloseable {
    private final Environments environments;
    private final ConnectorConnectionDetails details;
    private final Bundles bundles;
    private final List<ConnectorListener> listeners;
    private final List<ConnectorClientCustomizer> customizers;
    private final Map<String, Route> routes = new ConcurrentHashMap<>();

    ClientFactory(
            Environments environments,
            ConnectorConnectionDetails details,
            Bundles bundles,
            ObjectProvider<ConnectorListener> listeners,
            ObjectProvider<ConnectorClientCustomizer> customizers) {
        this.environments = environments;
        this.details = details;
        this.bundles = bundles;
        this.listeners = listeners.orderedStream().toList();
        this.customizers = customizers.orderedStream().toList();
    }

    /** Returns what signs in to the environment without a name. */
    TokenProvider tokenProvider() {
        return details.tokenProvider("").orElseGet(() -> configured(""));
    }

    /**
     * Returns what signs in to {@code environment}: what the connection details say, or its own credentials, or {@code
     * shared}, which is the environment's without a name.
     */
    TokenProvider tokenProvider(String environment, ObjectProvider<TokenProvider> shared) {
        return details.tokenProvider(environment).orElseGet(() -> {
            boolean own = !environment.isEmpty()
                    && SignIn.isConfigured(environments.get(environment).credentials());
            TokenProvider bean = own ? null : shared.getIfAvailable();
            return bean == null ? configured(environment) : bean;
        });
    }

    private TokenProvider configured(String environment) {
        return new SignIn(
                        Prefix.environment(environment),
                        environments.get(environment).credentials(),
                        bundles,
                        route(environment))
                .provider();
    }

    /**
     * Returns a new client of {@code environment}. Nothing is sent.
     *
     * @throws PropertyException if a property is missing or wrong
     */
    ConnectorClient client(String environment, TokenProvider tokens) {
        Prefix prefix = Prefix.environment(environment);
        EnvironmentProperties properties = environments.get(environment);
        ConnectorClientBuilder builder = ConnectorClient.builder().tokenProvider(tokens);
        prefix.set("environment", details.environment(environment), builder::environment);
        prefix.set("connect-timeout", properties.connectTimeout(), builder::connectTimeout);
        prefix.set("response-timeout", properties.responseTimeout(), builder::responseTimeout);
        prefix.set("stall-timeout", properties.stallTimeout(), builder::stallTimeout);
        prefix.set("operation-timeout", properties.operationTimeout(), builder::operationTimeout);
        prefix.set("max-concurrent-requests", properties.maxConcurrentRequests(), builder::maxConcurrentRequests);
        prefix.set("user-agent", properties.userAgent(), builder::userAgent);
        properties
                .allowedDownloadHosts()
                .forEach(host -> prefix.set("allowed-download-hosts", host, builder::allowDownloadHost));
        builder.packageCheck(properties.packageCheck())
                .retryPolicy(retryPolicy(prefix.then("retry"), properties.retry()));
        route(environment).apply(builder);
        listeners.forEach(builder::listener);
        customizers.forEach(customizer -> customizer.customize(environment, builder));
        return builder.build();
    }

    private static RetryPolicy retryPolicy(Prefix prefix, EnvironmentProperties.Retry retry) {
        RetryPolicy.Builder policy = RetryPolicy.builder();
        prefix.set("max-attempts", retry.maxAttempts(), policy::maxAttempts);
        prefix.set("max-elapsed", retry.maxElapsed(), policy::maxElapsed);
        prefix.set("max-retry-after", retry.maxRetryAfter(), policy::maxRetryAfter);
        prefix.set(
                "first-delay",
                retry.firstDelay(),
                first -> policy.backoff(Backoff.exponential(first, retry.maxDelay())));
        return policy.build();
    }

    private Route route(String environment) {
        return routes.computeIfAbsent(
                environment, key -> Route.of(Prefix.environment(key), environments.get(key), bundles));
    }

    @Override
    public void close() {
        routes.values().forEach(Route::close);
    }
}
