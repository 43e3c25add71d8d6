package io.github.d365fo.auth;

import io.github.d365fo.connector.auth.AccessToken;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.auth.TokenRequest;
import java.net.URI;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import javax.security.auth.Destroyable;
import org.jspecify.annotations.Nullable;

/**
 * Gets tokens from AD FS, for on-premises environments, which have the package API and OData but no recurring
 * integrations. Caches tokens and retries requests as {@link EntraTokenProvider} does. Thread-safe.
 */
public final class AdfsTokenProvider implements TokenProvider, Destroyable {
    private final CachedSource source;
    private volatile boolean destroyed;

    private AdfsTokenProvider(Builder builder) {
        this.source = new CachedSource(builder.source(), builder.time());
    }

    /**
     * Returns a provider that signs in with a client secret, with the environment's address as the resource.
     *
     * @param adfs the address of AD FS, such as {@code https://adfs.contoso.com/adfs}
     * @throws IllegalArgumentException if one is blank, or {@code adfs} is not an https address
     */
    public static AdfsTokenProvider clientSecret(URI adfs, String clientId, String clientSecret) {
        Objects.requireNonNull(clientSecret, "clientSecret");
        return builder()
                .adfs(adfs)
                .clientId(clientId)
                .clientSecret(clientSecret.toCharArray())
                .build();
    }

    /** Returns a builder of a provider with other settings. */
    public static Builder builder() {
        return new Builder();
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
        return "AdfsTokenProvider[" + source + "]";
    }

    /** Collects the settings of a provider. The last way to sign in that is set counts. Not thread-safe. */
    public static final class Builder extends ProviderBuilder<Builder> {
        private @Nullable URI adfs;
        private @Nullable String clientId;
        private @Nullable String resource;
        private @Nullable Credential credential;
        private @Nullable ClientCertificate certificate;

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /**
         * Sets the address of AD FS, such as {@code https://adfs.contoso.com/adfs}; {@code /adfs} is added if there is
         * no path. Required.
         *
         * @throws IllegalArgumentException if {@code address} is not {@code https}, or {@code http} with a loopback
         *     host
         */
        public Builder adfs(URI address) {
            URI bare = Addresses.withPath("adfs", address);
            this.adfs = bare.getRawPath().isEmpty() ? URI.create(bare + "/adfs") : bare;
            return this;
        }

        /**
         * Sets the client id. Required.
         *
         * @throws IllegalArgumentException if {@code client} is blank, or contains white space or anything but ASCII
         */
        public Builder clientId(String client) {
            this.clientId = id("clientId", client);
            return this;
        }

        /**
         * Sets the resource, the identifier of the environment's relying party in AD FS, such as
         * {@code https://ax.contoso.com/namespaces/AXSF}. Default: the environment's scheme and host.
         *
         * @throws IllegalArgumentException if {@code name} is blank
         */
        public Builder resource(String name) {
            this.resource = filled("resource", name);
            return this;
        }

        /**
         * Signs in with a client secret, which is copied; the caller may overwrite it.
         *
         * @throws IllegalArgumentException if {@code secret} is blank or ends with a line break
         */
        public Builder clientSecret(char[] secret) {
            return way(Credentials.secret(new SecretText("clientSecret", secret)), null);
        }

        /** Signs in with a certificate, with RS256 and {@code x5t}, which every AD FS supports. */
        public Builder certificate(ClientCertificate own) {
            Objects.requireNonNull(own, "certificate");
            return way(null, own);
        }

        /**
         * Signs in as a user; the password is copied, and the caller may overwrite it.
         *
         * @throws IllegalArgumentException if one is blank
         */
        public Builder usernamePassword(String username, char[] password) {
            return way(Credentials.password(filled("username", username), new SecretText("password", password)), null);
        }

        /**
         * Returns a provider with these settings. Nothing is sent.
         *
         * @throws IllegalStateException if the address, the client id or a way to sign in is missing
         */
        public AdfsTokenProvider build() {
            return new AdfsTokenProvider(this);
        }

        private Builder way(@Nullable Credential chosen, @Nullable ClientCertificate own) {
            this.credential = chosen;
            this.certificate = own;
            return this;
        }

        private Source source() {
            URI address = URI.create(present("adfs", adfs) + "/oauth2/token");
            String client = present("clientId", clientId);
            Credential signIn = certificate != null
                    ? Credentials.certificate(client, new AssertionSigner.SigningCertificate(certificate, true), time())
                    : present("a way to sign in, such as clientSecret,", credential);
            String fixed = resource;
            return new FormSource(
                    address, client, signIn, "resource", asked -> fixed != null ? fixed : asked, endpoint());
        }
    }
}
