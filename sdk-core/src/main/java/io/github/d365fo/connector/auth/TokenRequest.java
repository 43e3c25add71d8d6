package io.github.d365fo.connector.auth;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request for an access token. Immutable and thread-safe. */
public final class TokenRequest {
    private final String resource;
    private final @Nullable AccessToken rejected;

    private TokenRequest(String resource, @Nullable AccessToken rejected) {
        this.resource = resource;
        this.rejected = rejected;
    }

    /** Asks for a token for {@code resource}, the environment's address in lower case without path or slash. */
    public static TokenRequest of(String resource) {
        return new TokenRequest(Objects.requireNonNull(resource, "resource"), null);
    }

    /** Returns the request to make after the service rejected {@code token} with 401. */
    public TokenRequest afterRejectionOf(AccessToken token) {
        return new TokenRequest(resource, Objects.requireNonNull(token, "token"));
    }

    /**
     * Returns the audience of the token: the environment's address in lower case, without a path or trailing slash.
     * Finance and Operations rejects an {@code aud} with a slash with 401.
     */
    public String resource() {
        return resource;
    }

    /** Returns whether a cached token must not be returned, because the service has just rejected it. */
    public boolean forceRefresh() {
        return rejected != null;
    }

    /** Returns the token that the service rejected, or empty if {@link #forceRefresh()} is false. */
    public Optional<AccessToken> rejected() {
        return Optional.ofNullable(rejected);
    }

    /** Returns the resource and whether a refresh is forced. */
    @Override
    public String toString() {
        return "TokenRequest[resource=" + resource + ", forceRefresh=" + forceRefresh() + "]";
    }
}
