package io.github.d365fo.auth;

import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import io.github.d365fo.connector.auth.AccessToken;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.auth.TokenRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Gets tokens from Entra ID with client credentials, from the v2 endpoint and for the scope
 * {@code {environment}/.default}.
 *
 * <p>A call blocks the thread that asks, which the client makes the caller's or one of its workers, and is bounded by
 * {@link Builder#timeout}. It keeps no token: the client does, and so does
 * {@link io.github.d365fo.connector.auth.CachingTokenProvider} where one provider serves several clients. Failures are
 * {@link io.github.d365fo.connector.error.TokenUnavailableException}s that say what to do. Thread-safe.
 */
public final class EntraTokenProvider implements TokenProvider {
    private final URI endpoint;
    private final ClientSecretPost authentication;
    private final TokenEndpoint tokens;

    private EntraTokenProvider(Builder builder) {
        String tenant = present("tenantId", builder.tenantId);
        String client = present("clientId", builder.clientId);
        this.endpoint = URI.create(builder.authority + "/" + tenant + "/oauth2/v2.0/token");
        this.authentication =
                new ClientSecretPost(new ClientID(client), new Secret(present("clientSecret", builder.clientSecret)));
        this.tokens = new TokenEndpoint(builder.client(), builder.timeout, builder.clock);
    }

    /**
     * Returns a provider for the public cloud.
     *
     * @param tenantId the id or domain of the environment's tenant
     * @param clientId the id of the app registration, registered in Finance and Operations as well
     * @param clientSecret the value of its secret, not the secret's id
     * @throws IllegalArgumentException if one is blank, or {@code tenantId} is no id or domain of one tenant
     */
    public static EntraTokenProvider clientSecret(String tenantId, String clientId, String clientSecret) {
        return builder()
                .tenantId(tenantId)
                .clientId(clientId)
                .clientSecret(clientSecret)
                .build();
    }

    /** Returns a builder of a provider with other settings. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public CompletionStage<AccessToken> token(TokenRequest request) {
        return TokenProvider.blocking(() -> fetch(request.resource())).token(request);
    }

    /** Returns where it asks, and nothing secret. */
    @Override
    public String toString() {
        return "EntraTokenProvider[" + endpoint + ", clientId=" + authentication.getClientID() + "]";
    }

    private AccessToken fetch(String resource) throws InterruptedException {
        return tokens.fetch(
                new com.nimbusds.oauth2.sdk.TokenRequest.Builder(endpoint, authentication, new ClientCredentialsGrant())
                        .scope(new Scope(resource + "/.default"))
                        .build());
    }

    private static String present(String name, @Nullable String value) {
        if (value == null) {
            throw new IllegalStateException(name + " is missing: set it before build()");
        }
        return value;
    }

    /** Collects the settings of a provider. Not thread-safe. */
    public static final class Builder {
        private static final Set<String> NO_TENANTS = Set.of("common", "organizations", "consumers");

        private @Nullable String tenantId;
        private @Nullable String clientId;
        private @Nullable String clientSecret;
        private URI authority = EntraCloud.PUBLIC.authority();
        private @Nullable HttpClient httpClient;
        private Duration connectTimeout = Duration.ofSeconds(10);
        private Duration timeout = Duration.ofSeconds(30);
        private Clock clock = Clock.systemUTC();

        private Builder() {}

        /**
         * Sets the tenant of the environment, by its id or one of its domains. Required.
         *
         * @throws IllegalArgumentException if {@code tenant} is neither, or stands for many tenants, such as
         *     {@code common}: Finance and Operations wants the environment's own
         */
        public Builder tenantId(String tenant) {
            String bare = tenant.strip();
            if (!bare.matches("[A-Za-z0-9][A-Za-z0-9.-]*")) {
                throw new IllegalArgumentException("tenantId: expected an id or a domain, but got " + tenant.length()
                        + " characters that are neither");
            }
            if (NO_TENANTS.contains(bare.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException(
                        "tenantId: expected the environment's own tenant, but got " + bare + ", which stands for many");
            }
            this.tenantId = bare;
            return this;
        }

        /**
         * Sets the id of the app registration. Required. It must be registered in Finance and Operations too, under
         * Microsoft Entra ID applications and in the authorization policy of each recurring data job.
         *
         * @throws IllegalArgumentException if {@code client} is blank
         */
        public Builder clientId(String client) {
            this.clientId = filled("clientId", client).strip();
            return this;
        }

        /**
         * Sets the value of the app registration's secret. Required.
         *
         * @throws IllegalArgumentException if {@code secret} is blank
         */
        public Builder clientSecret(String secret) {
            this.clientSecret = filled("clientSecret", secret);
            return this;
        }

        /** Sets the cloud. Default {@link EntraCloud#PUBLIC}. */
        public Builder cloud(EntraCloud cloud) {
            this.authority = cloud.authority();
            return this;
        }

        /**
         * Sets the address of an identity provider that is none of the known clouds', a fake one in tests above all.
         *
         * @throws IllegalArgumentException if {@code address} is not {@code https}, or {@code http} of a loopback
         *     address
         */
        public Builder authority(URI address) {
            String text = address.toString().replaceAll("/+$", "");
            if (!text.matches("https://[^/@?#]+")
                    && !text.matches("http://(127(\\.\\d{1,3}){3}|localhost|\\[::1])(:\\d+)?")) {
                throw new IllegalArgumentException("authority: expected an https address without a path (http only for"
                        + " a loopback address), but got " + text.length() + " characters that are none");
            }
            this.authority = URI.create(text);
            return this;
        }

        /**
         * Sets the HTTP client to use. It is never closed. Default: one of the provider's own.
         *
         * @throws IllegalArgumentException if {@code client} follows redirects, which could carry the secret elsewhere
         */
        public Builder httpClient(HttpClient client) {
            if (client.followRedirects() != HttpClient.Redirect.NEVER) {
                throw new IllegalArgumentException(
                        "httpClient: expected one that never follows redirects, but got " + client.followRedirects());
            }
            this.httpClient = client;
            return this;
        }

        /**
         * Sets how long the making of a connection may take. Default 10 seconds. Without effect on an
         * {@link #httpClient} that was handed in.
         *
         * @throws IllegalArgumentException if {@code limit} is not positive
         */
        public Builder connectTimeout(Duration limit) {
            this.connectTimeout = positive("connectTimeout", limit);
            return this;
        }

        /**
         * Sets how long a request for a token may take, to the last byte of its answer. Default 30 seconds.
         *
         * @throws IllegalArgumentException if {@code limit} is not positive
         */
        public Builder timeout(Duration limit) {
            this.timeout = positive("timeout", limit);
            return this;
        }

        /** Sets the clock from which the end of a token is counted. Default: the system's. */
        public Builder clock(Clock time) {
            this.clock = time;
            return this;
        }

        /**
         * Returns a provider with these settings. Nothing is sent.
         *
         * @throws IllegalStateException if the tenant, the client id or the secret is missing
         */
        public EntraTokenProvider build() {
            return new EntraTokenProvider(this);
        }

        private HttpClient client() {
            return httpClient != null
                    ? httpClient
                    : HttpClient.newBuilder()
                            .version(HttpClient.Version.HTTP_1_1)
                            .followRedirects(HttpClient.Redirect.NEVER)
                            .connectTimeout(connectTimeout)
                            .build();
        }

        private static String filled(String name, String value) {
            if (value.isBlank()) {
                throw new IllegalArgumentException(
                        name + ": expected a text, but got " + value.length() + " characters of white space");
            }
            return value;
        }

        private static Duration positive(String name, Duration limit) {
            if (limit.isNegative() || limit.isZero()) {
                throw new IllegalArgumentException(name + ": expected more than zero, but got " + limit);
            }
            return limit;
        }
    }
}
