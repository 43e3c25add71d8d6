package io.github.d365fo.auth;

import io.github.d365fo.connector.auth.AccessToken;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.auth.TokenRequest;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import javax.security.auth.Destroyable;
import org.jspecify.annotations.Nullable;

/**
 * Gets tokens from Entra ID with a client secret, a certificate, a managed identity, workload identity federation or
 * any other client assertion, or, as a last resort, a user name and password.
 *
 * <p>It caches tokens, so one provider can serve many clients and environments, and concurrent callers share one
 * request; see {@link io.github.d365fo.connector.auth.CachingTokenProvider}. A request runs on its own thread and is
 * limited by {@link Builder#timeout}. After 408 or 5xx it is retried after one second and once more after two. A
 * response with {@code Retry-After}, including 429, is retried after that time if it is five seconds or less. No other
 * error is retried, except that managed identity endpoints have the longer waits that Microsoft documents for them.
 * Failures are {@link io.github.d365fo.connector.error.TokenUnavailableException}s that say what to do. Thread-safe.
 */
public final class EntraTokenProvider implements TokenProvider, Destroyable {
    private final CachedSource source;
    private volatile boolean destroyed;

    private EntraTokenProvider(Builder builder) {
        this.source = new CachedSource(builder.source(), builder.time());
    }

    /**
     * Returns a provider for the public cloud that signs in with a client secret.
     *
     * @param tenantId the id or domain of the environment's tenant
     * @param clientId the id of the app registration, registered in Finance and Operations as well
     * @param clientSecret the value of its secret, not the secret's id
     * @throws IllegalArgumentException if one is blank, or {@code tenantId} is not the id or domain of one tenant
     */
    public static EntraTokenProvider clientSecret(String tenantId, String clientId, String clientSecret) {
        return app(tenantId, clientId).clientSecret(clientSecret).build();
    }

    /**
     * Returns a provider for the public cloud that signs in with a certificate of the app registration.
     *
     * @throws IllegalArgumentException if {@code tenantId} is not the id or domain of one tenant, or {@code clientId}
     *     is blank
     */
    public static EntraTokenProvider certificate(String tenantId, String clientId, ClientCertificate certificate) {
        return app(tenantId, clientId).certificate(certificate).build();
    }

    /**
     * Returns a provider that signs in as the system-assigned managed identity of the virtual machine or App Service it
     * runs on. The identity's client id must be registered in Finance and Operations like any other.
     */
    public static EntraTokenProvider managedIdentity() {
        return builder().managedIdentity().build();
    }

    /**
     * Returns a provider that signs in as a user-assigned managed identity.
     *
     * @throws IllegalArgumentException if {@code clientId} is blank or not an id
     */
    public static EntraTokenProvider managedIdentity(String clientId) {
        return builder().clientId(clientId).managedIdentity().build();
    }

    /**
     * Returns a provider for workload identity federation as Kubernetes sets it up: {@code AZURE_TENANT_ID},
     * {@code AZURE_CLIENT_ID} and {@code AZURE_FEDERATED_TOKEN_FILE}. The file is read again for each request.
     *
     * @throws io.github.d365fo.connector.error.TokenUnavailableException if one of the variables is missing
     */
    public static EntraTokenProvider workloadIdentity() {
        return SignInVariables.of(System.getenv()).workloadIdentity();
    }

    /**
     * Returns a provider for workload identity federation with the token in {@code tokenFile}, which is read again for
     * each request.
     *
     * @throws IllegalArgumentException if {@code tenantId} is not the id or domain of one tenant, or {@code clientId}
     *     is blank
     */
    public static EntraTokenProvider workloadIdentity(String tenantId, String clientId, Path tokenFile) {
        Objects.requireNonNull(tokenFile, "tokenFile");
        return app(tenantId, clientId).federatedTokenFile(tokenFile).build();
    }

    /**
     * Returns a provider that signs in with the client assertions that {@code assertion} returns for each request, such
     * as the OpenID token of a GitHub workflow.
     *
     * @throws IllegalArgumentException if {@code tenantId} is not the id or domain of one tenant, or {@code clientId}
     *     is blank
     */
    public static EntraTokenProvider workloadIdentity(String tenantId, String clientId, Callable<String> assertion) {
        Objects.requireNonNull(assertion, "assertion");
        return app(tenantId, clientId).clientAssertion(assertion).build();
    }

    /**
     * Returns a provider that signs in as a user. This is a last resort: it fails if the user needs a second factor or
     * is federated, and Microsoft advises against it. Every other way is better.
     *
     * @param password the password, which is copied; the caller may overwrite it
     * @throws IllegalArgumentException if one is blank, or {@code tenantId} is not the id or domain of one tenant
     */
    public static EntraTokenProvider usernamePassword(
            String tenantId, String clientId, String username, char[] password) {
        return app(tenantId, clientId).usernamePassword(username, password).build();
    }

    /**
     * Returns a provider for the usual environment variables; the first of these that is set decides:
     * {@code AZURE_CLIENT_SECRET}, {@code AZURE_CLIENT_CERTIFICATE_PATH} (with
     * {@code AZURE_CLIENT_CERTIFICATE_PASSWORD}), {@code AZURE_USERNAME} with {@code AZURE_PASSWORD},
     * {@code AZURE_FEDERATED_TOKEN_FILE}, {@code IDENTITY_ENDPOINT} with {@code IDENTITY_HEADER}, and a virtual
     * machine's managed identity if none is set. {@code AZURE_TENANT_ID}, {@code AZURE_CLIENT_ID} and
     * {@code AZURE_AUTHORITY_HOST} apply to all of them. The choice is logged and shown by {@link #toString()}.
     *
     * @throws io.github.d365fo.connector.error.TokenUnavailableException if a way is only partly configured; the
     *     message names what is missing
     */
    public static EntraTokenProvider fromEnvironment() {
        return fromEnvironment(System.getenv());
    }

    /**
     * Returns a provider as {@link #fromEnvironment()} does, for the given variables.
     *
     * @throws io.github.d365fo.connector.error.TokenUnavailableException under the same conditions
     */
    public static EntraTokenProvider fromEnvironment(Map<String, String> variables) {
        return SignInVariables.of(variables).provider();
    }

    /** Returns a builder of a provider with other settings. */
    public static Builder builder() {
        return new Builder();
    }

    private static Builder app(String tenantId, String clientId) {
        return builder().tenantId(tenantId).clientId(clientId);
    }

    @Override
    public CompletionStage<AccessToken> token(TokenRequest request) {
        Objects.requireNonNull(request, "request");
        return source.token(request);
    }

    /** Overwrites the secret or password, if any, and drops all tokens. May be called again. */
    @Override
    public void destroy() {
        destroyed = true;
        source.destroy();
    }

    @Override
    public boolean isDestroyed() {
        return destroyed;
    }

    /** Returns where and how it signs in, without secrets. */
    @Override
    public String toString() {
        return "EntraTokenProvider[" + source + "]";
    }

    /** Collects the settings of a provider. The last way to sign in that is set counts. Not thread-safe. */
    public static final class Builder extends ProviderBuilder<Builder> {
        private static final Set<String> NO_TENANTS = Set.of("common", "organizations", "consumers");
        private static final URI MACHINE = URI.create("http://169.254.169.254");

        private @Nullable String tenantId;
        private @Nullable String clientId;
        private @Nullable Way way;
        private boolean managed;
        private boolean legacySignature;
        private boolean v1;
        private URI authority = EntraCloud.PUBLIC.authority();
        private URI machine = MACHINE;
        private Map<String, String> variables = System.getenv();
        private String hint = "";

        private Builder() {}

        private interface Way {
            Credential credential(String client);
        }

        @Override
        Builder self() {
            return this;
        }

        /**
         * Sets the tenant of the environment, by its id or one of its domains. Required.
         *
         * @throws IllegalArgumentException if {@code tenant} is neither, or means several tenants, such as
         *     {@code common}: Finance and Operations requires the environment's own
         */
        public Builder tenantId(String tenant) {
            Objects.requireNonNull(tenant, "tenantId");
            String bare = tenant.strip();
            if (!bare.matches("[A-Za-z0-9][A-Za-z0-9.-]*")) {
                throw new IllegalArgumentException("tenantId: expected an id or a domain, but got " + tenant.length()
                        + " characters that are neither");
            }
            if (NO_TENANTS.contains(bare.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException(
                        "tenantId: expected the environment's own tenant, but got " + bare + ", which means several");
            }
            this.tenantId = bare;
            return this;
        }

        /**
         * Sets the id of the app registration, or of a user-assigned managed identity. Required, except for a
         * system-assigned one. It must also be registered in Finance and Operations, under Microsoft Entra ID
         * applications and in the authorization policy of each recurring data job. Ids of app registrations are GUIDs;
         * any other text is sent unchanged, and Entra ID most likely rejects it.
         *
         * @throws IllegalArgumentException if {@code client} is blank, or contains white space or anything but ASCII,
         *     as display names do
         */
        public Builder clientId(String client) {
            this.clientId = id("clientId", client);
            return this;
        }

        /**
         * Signs in with the value of the app registration's secret.
         *
         * @throws IllegalArgumentException if {@code secret} is blank or ends with a line break
         */
        public Builder clientSecret(String secret) {
            Objects.requireNonNull(secret, "clientSecret");
            return clientSecret(secret.toCharArray());
        }

        /**
         * Signs in with the value of the app registration's secret, which is copied; the caller may overwrite it.
         *
         * @throws IllegalArgumentException if {@code secret} is blank or ends with a line break
         */
        public Builder clientSecret(char[] secret) {
            SecretText text = new SecretText("clientSecret", secret);
            return way(client -> Credentials.secret(text));
        }

        /** Signs in with a certificate of the app registration. */
        public Builder certificate(ClientCertificate certificate) {
            Objects.requireNonNull(certificate, "certificate");
            return way(client -> Credentials.certificate(
                    client, new AssertionSigner.SigningCertificate(certificate, legacySignature), time()));
        }

        /** Sets whether assertions are signed with RS256 and {@code x5t} instead of PS256 and {@code x5t#S256}. */
        public Builder legacySignature(boolean on) {
            this.legacySignature = on;
            return this;
        }

        /** Signs in with the token in {@code file}, which is read again for each request. */
        public Builder federatedTokenFile(Path file) {
            Objects.requireNonNull(file, "federatedTokenFile");
            return way(client -> Credentials.federatedFile(file));
        }

        /**
         * Signs in with the assertions of {@code supplier}, which is called for each request. Its failure decides the
         * reason that callers see: a {@link io.github.d365fo.connector.error.TokenUnavailableException} is passed on
         * unchanged, an {@link java.io.IOException} that is not about a file and a
         * {@link java.util.concurrent.TimeoutException} mean {@code UNREACHABLE}, an interrupt stays an interrupt, and
         * anything else, including a missing or blank assertion, means {@code MISCONFIGURED}. An
         * {@link java.io.UncheckedIOException} and the exceptions of futures are unwrapped first.
         */
        public Builder clientAssertion(Callable<String> supplier) {
            Objects.requireNonNull(supplier, "clientAssertion");
            return way(client -> Credentials.assertion(supplier));
        }

        /**
         * Signs in as a user; see {@link EntraTokenProvider#usernamePassword}.
         *
         * @throws IllegalArgumentException if one is blank
         */
        public Builder usernamePassword(String username, char[] password) {
            String user = filled("username", username);
            SecretText text = new SecretText("password", password);
            return way(client -> Credentials.password(user, text));
        }

        /** Signs in as a managed identity: App Service's if its variables are set, else the virtual machine's. */
        public Builder managedIdentity() {
            this.managed = true;
            return this;
        }

        /** Sets the cloud. Default {@link EntraCloud#PUBLIC}. */
        public Builder cloud(EntraCloud cloud) {
            Objects.requireNonNull(cloud, "cloud");
            this.authority = cloud.authority();
            return this;
        }

        /**
         * Sets the address of an identity provider other than the known clouds, such as a fake one in tests.
         *
         * @throws IllegalArgumentException if {@code address} is not {@code https}, or {@code http} with a loopback
         *     host
         */
        public Builder authority(URI address) {
            this.authority = Addresses.bare("authority", address);
            return this;
        }

        /** Sets whether to use the older endpoint, which takes a {@code resource} instead of a scope. Default false. */
        public Builder v1(boolean on) {
            this.v1 = on;
            return this;
        }

        /**
         * Sets the address of a virtual machine's managed identity endpoint, for tests. Default
         * {@code http://169.254.169.254}.
         *
         * @throws IllegalArgumentException if {@code address} is not {@code https}, or {@code http} with a loopback
         *     host
         */
        public Builder managedIdentityHost(URI address) {
            this.machine = Addresses.bare("managedIdentityHost", address);
            return this;
        }

        /**
         * Returns a provider with these settings. Nothing is sent.
         *
         * @throws IllegalStateException if the tenant, the client id or a way to sign in is missing
         */
        public EntraTokenProvider build() {
            return new EntraTokenProvider(this);
        }

        Builder variables(Map<String, String> environment, String absenceHint) {
            this.variables = environment;
            this.hint = absenceHint;
            return this;
        }

        private Builder way(Way chosen) {
            this.way = chosen;
            this.managed = false;
            return this;
        }

        private Source source() {
            if (managed) {
                return managedSource();
            }
            String tenant = present("tenantId", tenantId);
            String client = present("clientId", clientId);
            Credential credential =
                    present("a way to sign in, such as clientSecret,", way).credential(client);
            URI address = URI.create(authority + "/" + tenant + "/oauth2/" + (v1 ? "token" : "v2.0/token"));
            return v1
                    ? new FormSource(address, client, credential, "resource", UnaryOperator.identity(), endpoint())
                    : new FormSource(address, client, credential, "scope", r -> r + "/.default", endpoint());
        }

        private Source managedSource() {
            String appService = variables.getOrDefault("IDENTITY_ENDPOINT", "");
            String header = variables.getOrDefault("IDENTITY_HEADER", "");
            boolean there = !appService.isBlank() && !header.isBlank();
            return new ManagedIdentitySource(
                    there ? URI.create(appService) : URI.create(machine + "/metadata/identity/oauth2/token"),
                    there ? Optional.of(header) : Optional.empty(),
                    Optional.ofNullable(clientId),
                    hint,
                    localEndpoint());
        }
    }
}
