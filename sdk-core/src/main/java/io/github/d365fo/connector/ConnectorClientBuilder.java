package io.github.d365fo.connector;

import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.internal.client.DefaultConnectorClient;
import io.github.d365fo.connector.internal.http.BearerProbe;
import io.github.d365fo.connector.internal.settings.ClientSettings;
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
    private final List<ConnectorListener> listeners = new ArrayList<>();
    private String userAgent = "d365fo-sdk-java";
    private Clock clock = Clock.systemUTC();
    private final Set<String> downloadHosts = new TreeSet<>();
    private boolean packageCheck = true;
    private final List<String> secrets = new ArrayList<>();

    ConnectorClientBuilder() {}

    /**
     * Sets the address of the environment, such as {@code https://contoso.operations.dynamics.com}. Required. Upper
     * case, a path and a trailing slash are corrected; the {@code /namespaces/AXSF} of an on-premises environment is
     * kept.
     *
     * @throws IllegalArgumentException if {@code address} is not an {@code https} address (or {@code http} with a
     *     loopback host), or contains a user or password
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

    /** Sets the source of access tokens. Required. The client caches tokens, so the provider needs no cache. */
    public ConnectorClientBuilder tokenProvider(TokenProvider provider) {
        this.tokenProvider = Objects.requireNonNull(provider, "tokenProvider");
        return this;
    }

    /**
     * Sets how often, for how long and at which intervals failed requests are retried. Default
     * {@link RetryPolicy#ofDefaults()}.
     */
    public ConnectorClientBuilder retryPolicy(RetryPolicy policy) {
        this.retryPolicy = Objects.requireNonNull(policy, "retryPolicy");
        return this;
    }

    /**
     * Sets how long opening a connection may take. Default 10 seconds. Ignored if you set an {@link #httpClient}.
     *
     * @throws IllegalArgumentException if {@code timeout} is not positive
     */
    public ConnectorClientBuilder connectTimeout(Duration timeout) {
        this.connectTimeout = positive("connectTimeout", timeout);
        return this;
    }

    /**
     * Sets how long the service may take from the complete request to the headers of the response, or to the end of a
     * small response. Default 100 seconds; a <em>dequeue</em> can take a minute.
     *
     * @throws IllegalArgumentException if {@code timeout} is not positive
     */
    public ConnectorClientBuilder responseTimeout(Duration timeout) {
        this.responseTimeout = positive("responseTimeout", timeout);
        return this;
    }

    /**
     * Sets how long a download may receive nothing, and how long an upload may write nothing. Default 60 seconds.
     *
     * <p>An upload makes progress when the operating system accepts bytes; Java can't see when the service receives
     * them. The system accepts none while its send buffer is full, and more only when a good part of it has drained. So
     * an upload also fails if less than the send buffer drains in this time. On a slow line the buffer is small; if
     * only the receiver is slow it grows, up to about 4 MB on Linux, and with the default an upload slower than about
     * 70 KB/s may then fail. For such uploads set a longer timeout, or the system property
     * {@code jdk.httpclient.sendBufferSize}, which applies to all HTTP clients of the JVM.
     *
     * @throws IllegalArgumentException if {@code timeout} is not positive
     */
    public ConnectorClientBuilder stallTimeout(Duration timeout) {
        this.stallTimeout = positive("stallTimeout", timeout);
        return this;
    }

    /**
     * Sets how long a whole call may take, including transfers and waits. {@link RecurringJob#awaitProcessed} has a
     * limit of its own. Default 2 hours.
     *
     * @throws IllegalArgumentException if {@code timeout} is not positive
     */
    public ConnectorClientBuilder operationTimeout(Duration timeout) {
        this.operationTimeout = positive("operationTimeout", timeout);
        return this;
    }

    /**
     * Sets how many requests may be on the wire at once; further calls wait. Default 52, the limit that Finance and
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
     * Sets the HTTP client to use. The SDK never closes it. Default: the SDK's own clients, which you can configure
     * with {@link #sslContext} and {@link #proxy}.
     *
     * <p>The SDK knows less about a client that you pass in. A request counts as sent as soon as there is a connection,
     * even if its TLS handshake failed; so an <em>enqueue</em> that fails there is not retried and its outcome is
     * {@code UNKNOWN}. The client also reuses connections however long they were idle: if a load balancer has dropped
     * one meanwhile, as Azure's do after 4 minutes, an <em>enqueue</em> waits for the response timeout and ends as
     * {@code UNKNOWN}. The SDK's own clients open a new connection after a minute, and keep no cookies.
     *
     * @throws IllegalArgumentException if {@code client} follows redirects, which could carry a token to another host,
     *     or has an {@link java.net.Authenticator} on a JDK that then sends no token (JDK-8326949); use an
     *     {@link AuthenticatingProxySelector} to authenticate to a proxy
     */
    public ConnectorClientBuilder httpClient(HttpClient client) {
        Objects.requireNonNull(client, "httpClient");
        if (client.followRedirects() != HttpClient.Redirect.NEVER) {
            throw new IllegalArgumentException(
                    "httpClient: expected one that never follows redirects, but got " + client.followRedirects());
        }
        if (client.authenticator().isPresent() && !BearerProbe.isTokenSent()) {
            throw new IllegalArgumentException("httpClient: expected one without an Authenticator, since with one"
                    + " this JDK sends no access token (JDK-8326949); to authenticate to a proxy, set"
                    + " proxy(AuthenticatingProxySelector) instead");
        }
        this.httpClient = client;
        return this;
    }

    /**
     * Sets the proxy; use an {@link AuthenticatingProxySelector} for one that requires a user and a password. Default:
     * the system's. Ignored if you set an {@link #httpClient}.
     */
    public ConnectorClientBuilder proxy(ProxySelector selector) {
        this.proxy = Objects.requireNonNull(selector, "proxy");
        return this;
    }

    /** Sets the TLS context. Default: the JDK's. Ignored if you set an {@link #httpClient}. */
    public ConnectorClientBuilder sslContext(SSLContext context) {
        this.sslContext = Objects.requireNonNull(context, "context");
        return this;
    }

    /**
     * Adds a listener that observes the client. May be called several times: each event goes to all of them, in the
     * order in which they were added. Default: none.
     */
    public ConnectorClientBuilder listener(ConnectorListener observer) {
        listeners.add(Objects.requireNonNull(observer, "listener"));
        return this;
    }

    /**
     * Sets the {@code User-Agent} header. Default {@code d365fo-sdk-java}.
     *
     * @throws IllegalArgumentException if {@code agent} is blank or contains anything but printable ASCII
     */
    public ConnectorClientBuilder userAgent(String agent) {
        Objects.requireNonNull(agent, "userAgent");
        if (agent.isBlank() || !agent.chars().allMatch(c -> c >= ' ' && c < 127)) {
            throw new IllegalArgumentException("userAgent: expected printable ASCII, but got " + agent.length()
                    + " characters that are blank or contain others");
        }
        this.userAgent = agent;
        return this;
    }

    /**
     * Sets the clock for leases and token expiry. Default: the system's. A {@link VirtualClock} also controls the waits
     * between requests.
     */
    public ConnectorClientBuilder clock(Clock time) {
        this.clock = Objects.requireNonNull(time, "clock");
        return this;
    }

    /**
     * Allows downloads from {@code host} in addition to the environment itself. Such a download carries no token. May
     * be called several times. Default: none.
     *
     * @throws IllegalArgumentException if {@code host} is blank or not a bare host name
     */
    public ConnectorClientBuilder allowDownloadHost(String host) {
        Objects.requireNonNull(host, "host");
        if (!host.matches("[A-Za-z0-9.-]+")) {
            throw new IllegalArgumentException("allowDownloadHost: expected a bare host name, without underscores, but"
                    + " got " + host.length() + " characters that are none");
        }
        downloadHosts.add(host.toLowerCase(Locale.ROOT));
        return this;
    }

    /**
     * Sets whether to check that a downloaded package is a complete zip before it appears under its name. Default
     * {@code true}. Applies to the packages of messages and to those that {@code DataManagement} exports: the end
     * record of the zip must exist, the directory must come directly before it and have the announced entries and
     * bytes, and nothing may follow the comment. The check reads the directory and uses no memory. It does not read the
     * entries; {@code DataPackageReader} does that. Error files are not packages and are not checked.
     *
     * <p>Anything else fails with an {@code IntegrityException} that says what was downloaded: a web page, an error in
     * JSON or XML, gzip, something else. A truncated or empty package is first fetched again within the retry policy.
     *
     * <p>Switch it off if something other than packages is published on purpose, as in tests. Then only lengths and
     * checksums are compared, and a response with neither a length nor chunks nor a checksum is rejected.
     */
    public ConnectorClientBuilder packageCheck(boolean check) {
        this.packageCheck = check;
        return this;
    }

    /**
     * Adds a secret to keep out of exceptions, events and logs. The client already knows the secrets that it sends or
     * receives itself (tokens, pop receipts, signatures of addresses, the password of a proxy). May be called several
     * times. Default: none. See {@link KnownSecrets} for how secrets are found.
     */
    public ConnectorClientBuilder secret(String secret) {
        secrets.add(Objects.requireNonNull(secret, "secret"));
        return this;
    }

    /**
     * Returns a client with these settings. Nothing is sent and no connection is opened yet.
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
                List.copyOf(listeners),
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
