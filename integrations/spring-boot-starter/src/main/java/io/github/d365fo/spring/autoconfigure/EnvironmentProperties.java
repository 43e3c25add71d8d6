package io.github.d365fo.spring.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of one environment.
 *
 * @param environment address of the environment; required
 * @param credentials how to sign in
 * @param jobs activity ids of recurring data jobs, by a name of your choice
 * @param connectTimeout how long opening a connection may take
 * @param responseTimeout how long the service may take to answer a request
 * @param stallTimeout how long a transfer may make no progress
 * @param operationTimeout how long a whole call may take, with its retries
 * @param maxConcurrentRequests how many requests may be on the wire at once
 * @param retry how failed requests are retried
 * @param proxy the proxy to connect through; the system's if none is set
 * @param ssl how connections are encrypted
 * @param allowedDownloadHosts other hosts that downloads may come from, without a token
 * @param packageCheck whether a downloaded package must be a complete zip
 * @param userAgent the User-Agent header
 */
@ConfigurationProperties("d365fo")
record EnvironmentProperties(
        @Nullable String environment,
        @NestedConfigurationProperty @DefaultValue Credentials credentials,
        @DefaultValue Map<String, String> jobs,
        @DefaultValue("10s") Duration connectTimeout,
        @DefaultValue("100s") Duration responseTimeout,
        @DefaultValue("60s") Duration stallTimeout,
        @DefaultValue("2h") Duration operationTimeout,
        @DefaultValue("52") int maxConcurrentRequests,
        @DefaultValue Retry retry,
        @DefaultValue Proxy proxy,
        @DefaultValue Ssl ssl,
        @DefaultValue List<String> allowedDownloadHosts,
        @DefaultValue("true") boolean packageCheck,
        @DefaultValue("d365fo-sdk-java") String userAgent) {

    /**
     * How failed requests are retried.
     *
     * @param maxAttempts how many times a request is sent at most, including the first
     * @param maxElapsed after how long no further attempt starts
     * @param firstDelay bound of the wait before the first retry; it doubles with each
     * @param maxDelay longest bound of a wait between attempts
     * @param maxRetryAfter longest Retry-After of the service that is honoured
     */
    record Retry(
            @DefaultValue("5") int maxAttempts,
            @DefaultValue("10m") Duration maxElapsed,
            @DefaultValue("1s") Duration firstDelay,
            @DefaultValue("30s") Duration maxDelay,
            @DefaultValue("5m") Duration maxRetryAfter) {}

    /**
     * The proxy between the application and the service.
     *
     * @param host host of the proxy
     * @param port port of the proxy
     * @param username user at the proxy, if it requires one
     * @param password password at the proxy
     */
    record Proxy(
            @Nullable String host,
            @DefaultValue("8080") int port,
            @Nullable String username,
            @Nullable String password) {
        /** Returns nothing secret. */
        @Override
        public String toString() {
            return "Proxy[" + host + ":" + port + "]";
        }
    }

    /**
     * How connections are encrypted.
     *
     * @param bundle name of an SSL bundle with the certificates to trust; the JDK's if none is set
     */
    record Ssl(@Nullable String bundle) {}
}
