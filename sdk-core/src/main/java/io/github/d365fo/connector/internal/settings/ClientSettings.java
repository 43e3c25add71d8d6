package io.github.d365fo.connector.internal.settings;

import io.github.d365fo.connector.ConnectorListener;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.internal.wire.EnvironmentAddress;
import io.github.d365fo.connector.retry.RetryPolicy;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The settings of a client; the setters of its builder describe them. */
public record ClientSettings(
        EnvironmentAddress environment,
        TokenProvider tokenProvider,
        RetryPolicy retryPolicy,
        Timeouts timeouts,
        int maxConcurrentRequests,
        @Nullable HttpClient httpClient,
        @Nullable ProxySelector proxy,
        @Nullable SSLContext sslContext,
        List<ConnectorListener> listeners,
        String userAgent,
        Clock clock,
        Set<String> downloadHosts,
        boolean packageCheck,
        KnownSecrets secrets) {
    /** The time limits, all finite. */
    public record Timeouts(Duration connect, Duration response, Duration stall, Duration operation) {}
}
