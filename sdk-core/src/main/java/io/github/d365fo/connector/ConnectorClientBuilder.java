package io.github.d365fo.connector;

import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.internal.ClientSettings;
import io.github.d365fo.connector.internal.DefaultConnectorClient;
import io.github.d365fo.connector.internal.http.BearerProbe;
import io.github.d365fo.connector.internal.wire.EnvironmentAddress;
import io.github.d365fo.connector.retry.RetryPolicy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Collects the settings of a {@link ConnectorClient}. Not thread-safe. */
public final class ConnectorClientBuilder {
    private @Nullable EnvironmentAddress environment;
    private @Nullable TokenProvider tokenProvider;
    private RetryPolicy retryPolicy = RetryPolicy.ofDefaults();
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration responseTimeout = Duration.ofSeconds(100);
    private Duration stallTimeout = Duration.ofSeconds(60);
    private Duration operationTimeout = Duration.ofHours(2);
    private int maxConcurrentRequests = 52;
    private @Nullable HttpClient httpClient;
    private @Nullable ProxySelector proxy;
    private @Nullable SSLContext sslContext;
    private ConnectorListener listener = new ConnectorListener() {};
    private String userAgent = "d365fo-sdk-java";
    private Clock clock = Clock.systemUTC();
    private final Set<String> downloadHosts = new TreeSet<>();
    private boolean packageCheck = true;
    private final List<String> secrets = new ArrayList<>();

    ConnectorClientBuilder() {}

    /**
     * Sets the address of the environment, such as {@code https://contoso.operations.dynamics.com}. Required. Upper
     * case, a path and a slash at the end are put right; {@code /namespaces/AXSF} of an on-premises environment stays.
     *
     * @throws IllegalArgumentException if {@code address} is not an {@code https} address (or {@code http} of a
     *     loopback address), or holds a user or password
     */
    public ConnectorClientBuilder environment(String address) {
        Objects.requireNonNull(address, "environment");
        this.environment = EnvironmentAddress.parse(address);
        return this;
    }

    /**
     * Sets the address of the environment as {@link #environment(String)} does.
     *
     * @throws IllegalArgumentException under the same conditions
     */
    public ConnectorClientBuilder environment(URI address) {
        Objects.requireNonNull(address, "environment");
        return environment(address.toString());
    }

    /** Sets where access tokens come from. Required. Its tokens are cached, so it needs no cache of its own. */
    public ConnectorClientBuilder tokenProvider(TokenProvider provider) {
        this.tokenProvider = Objects.requireNonNull(provider, "tokenProvider");
        return this;
    }

    /** Sets how often, how long and how far apart calls are tried again. Default {@link RetryPolicy#ofDefaults()}. */
    public ConnectorClientBuilder retryPolicy(RetryPolicy policy) {
        this.retryPolicy = Objects.requireNonNull(policy, "retryPolicy");
        return this;
    }

    /**
     * Sets how long the making of a connection may take. Default 10 seconds. Without effect on an {@link #httpClient}
     * that was handed in.
     *
     * @throws IllegalArgumentException if {@code timeout} is not positive
     */
    public ConnectorClientBuilder connectTimeout(Duration timeout) {
        this.connectTimeout = positive("connectTimeout", timeout);
        return this;
    }

    /**
     * Sets how long the service may take from a complete request to the headers of its answer, and to the end of a
     * small answer. Default 100 seconds; a slow <em>dequeue</em> of a minute is not unheard of.
     *
     * @throws IllegalArgumentException if {@code timeout} is not positive
     */
    public ConnectorClientBuilder responseTimeout(Duration timeout) {
        this.responseTimeout = positive("responseTimeout", timeout);
        return this;
    }

    /**
     * Sets how long nothing may come of a download, and how long nothing more may be written of an upload. Default 60
     * seconds.
     *
     * <p>What counts of an upload is that the operating system takes bytes, not that the service gets them, which Java
     * can't see. The system takes none while its send buffer is full, and more only when a good part of that has gone. So
     * an upload that moves is given up, too, if in this time less moves than the send buffer holds. The buffer fits a
     * slow line; it is large where only the reader is slow: up to about 4 MB on Linux, and then uploads of less than
     * some 70 KB/s are in danger with the default. Whoever has such uploads sets a longer time, or the JVM's property
     * {@code jdk.httpclient.sendBufferSize}, which there is for all HTTP clients of the JVM alone.
     *
     * @throws IllegalArgumentException if {@code timeout} is not positive
     */
    public ConnectorClientBuilder stallTimeout(Duration timeout) {
        this.stallTimeout = positive("stallTimeout", timeout);
        return this;
    }

    /**
     * Sets how long a call may take as a whole, transfers and waits included, but for
     * {@link RecurringJob#awaitProcessed}, which has a time of its own. Default 2 hours.
     *
     * @throws IllegalArgumentException if {@code timeout} is not positive
     */
    public ConnectorClientBuilder operationTimeout(Duration timeout) {
        this.operationTimeout = positive("operationTimeout", timeout);
        return this;
    }

    /**
     * Sets how many requests are on the wire at once; further calls wait. Default 52, the limit that Finance and
     * Operations once had for a user ("Service protection API limits").
     *
     * @throws IllegalArgumentException if {@code requests} is less than 1
     */
    public ConnectorClientBuilder maxConcurrentRequests(int requests) {
        if (requests < 1) {
            throw new IllegalArgumentException("maxConcurrentRequests: expected at least 1, but got " + requests);
        }
        this.maxConcurrentRequests = requests;
        return this;
    }

    /**
     * Sets the HTTP client to use. It is never closed. Default: clients of the SDK's own, which {@link #sslContext} and
     * {@link #proxy} suffice to set up.
     *
     * <p>Of a client that is handed in less is known. A request counts as sent as soon as there is a connection, though
     * its TLS handshake may have failed; so such a failure of an <em>enqueue</em> is not tried again, and its outcome is
     * {@code UNKNOWN}. And its connections carry a request however long they were idle: one that a load balancer has
     * forgotten meanwhile, as Azure's do after 4 minutes, costs an <em>enqueue</em> the response timeout and ends as
     * {@code UNKNOWN}. The SDK's own clients take a new connection after a minute. Cookies, of which they keep none, are
     * the client's own affair.
     *
     * @throws IllegalArgumentException if {@code client} follows redirects, which could carry a token to another host,
     *     or has an {@link java.net.Authenticator} on a JDK that then sends no token (JDK-8326949); an
     *     {@link AuthenticatingProxySelector} signs in to a proxy without one
     */
    public ConnectorClientBuilder httpClient(HttpClient client) {
        Objects.requireNonNull(client, "httpClient");
        if (client.followRedirects() != HttpClient.Redirect.NEVER) {
            throw new IllegalArgumentException(
                    "httpClient: expected one that never follows redirects, but got " + client.followRedirects());
        }
        if (client.authenticator().isPresent() && !BearerProbe.isTokenSent()) {
            throw new IllegalArgumentException("httpClient: expected one without an Authenticator, with which this JDK"
                    + " sends no access token (JDK-8326949); to sign in to a proxy, set"
                    + " proxy(AuthenticatingProxySelector) instead");
        }
        this.httpClient = client;
        return this;
    }

    /**
     * Sets the proxy; an {@link AuthenticatingProxySelector} signs in to one that wants that. Default: the system's.
     * Without effect on an {@link #httpClient} that was handed in.
     */
    public ConnectorClientBuilder proxy(ProxySelector selector) {
        this.proxy = Objects.requireNonNull(selector, "proxy");
        return this;
    }

    /** Sets the TLS context. Default: the JDK's. Without effect on an {@link #httpClient} that was handed in. */
    public ConnectorClientBuilder sslContext(SSLContext context) {
        this.sslContext = Objects.requireNonNull(context, "context");
        return this;
    }

    /** Sets who sees what the client does. Default: nobody. */
    public ConnectorClientBuilder listener(ConnectorListener observer) {
        this.listener = Objects.requireNonNull(observer, "listener");
        return this;
    }

    /**
     * Sets the {@code User-Agent} header. Default {@code d365fo-sdk-java}.
     *
     * @throws IllegalArgumentException if {@code agent} is blank or holds anything but printable ASCII
     */
    public ConnectorClientBuilder userAgent(String agent) {
        Objects.requireNonNull(agent, "userAgent");
        if (agent.isBlank() || !agent.chars().allMatch(c -> c >= ' ' && c < 127)) {
            throw new IllegalArgumentException("userAgent: expected printable ASCII, but got " + agent.length()
                    + " characters that are blank or hold others");
        }
        this.userAgent = agent;
        return this;
    }

    /**
     * Sets the clock by which leases and tokens are measured. Default: the system's. A {@link VirtualClock} also
     * decides when the waits between two requests are over.
     */
    public ConnectorClientBuilder clock(Clock time) {
        this.clock = Objects.requireNonNull(time, "clock");
        return this;
    }

    /**
     * Allows downloads from {@code host} beside those from the environment itself. Such a download carries no token.
     * May be called several times. Default: none.
     *
     * @throws IllegalArgumentException if {@code host} is blank or more than a host name
     */
    public ConnectorClientBuilder allowDownloadHost(String host) {
        Objects.requireNonNull(host, "host");
        if (!host.matches("[A-Za-z0-9.-]+")) {
            throw new IllegalArgumentException(
                    "allowDownloadHost: expected a bare host name, without underscores, which"
                            + " names of hosts may not have, but got " + host.length() + " characters that are none");
        }
        downloadHosts.add(host.toLowerCase(Locale.ROOT));
        return this;
    }

    /**
     * Sets whether a downloaded package must prove to be a whole zip before it appears under its name. Default
     * {@code true}. Checked are the packages of messages and those that {@code DataManagement} exports: the end of the
     * zip is there, its directory lies right before it and has the entries and bytes that the end announces, and nothing
     * comes behind its comment. That costs the reading of the directory and no memory. What the entries hold is not
     * looked at; {@code DataPackageReader} does that. Files of errors are no packages and not checked.
     *
     * <p>What is no whole package ends in an {@code IntegrityException} that says what came: a web page, an error in
     * JSON or XML, gzip, something else. One that is cut off or empty is fetched again within the retry policy first.
     *
     * <p>Switch it off where something else than packages is published on purpose, in tests above all. Then only
     * lengths and checksums are compared, and an answer that has neither a length nor chunks nor a checksum is refused.
     */
    public ConnectorClientBuilder packageCheck(boolean check) {
        this.packageCheck = check;
        return this;
    }

    /**
     * Names one more secret that is to be kept out of exceptions, events and logs. What the client sends or gets itself
     * (tokens, pop receipts, signatures of addresses, the password of a proxy) it knows without being told. May be called
     * several times. Default: none. See {@link KnownSecrets} for what is found, and how.
     */
    public ConnectorClientBuilder secret(String secret) {
        secrets.add(Objects.requireNonNull(secret, "secret"));
        return this;
    }

    /**
     * Returns a client with these settings. Nothing is sent and no connection is made yet.
     *
     * @throws IllegalStateException if the environment or the token provider is missing
     */
    public ConnectorClient build() {
        KnownSecrets known = new KnownSecrets();
        secrets.forEach(known::keep);
        if (proxy instanceof AuthenticatingProxySelector signingIn) {
            signingIn.tell(known);
        }
        return new DefaultConnectorClient(new ClientSettings(
                present("environment", environment),
                present("tokenProvider", tokenProvider),
                retryPolicy,
                new ClientSettings.Timeouts(connectTimeout, responseTimeout, stallTimeout, operationTimeout),
                maxConcurrentRequests,
                httpClient,
                proxy,
                sslContext,
                listener,
                userAgent,
                clock,
                Set.copyOf(downloadHosts),
                packageCheck,
                known));
    }

    private static <T> T present(String name, @Nullable T value) {
        if (value == null) {
            throw new IllegalStateException(name + " is missing: set it before build()");
        }
        return value;
    }

    private static Duration positive(String name, Duration timeout) {
        Objects.requireNonNull(timeout, name);
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException(name + ": expected more than zero, but got " + timeout);
        }
        return timeout;
    }
}
