package io.github.d365fo.connector.auth;

import java.time.Instant;
import java.util.Objects;

/** A bearer token and its expiry. Immutable and thread-safe; only {@link #value()} reveals the token. */
public final class AccessToken {
    private final String value;
    private final Instant expiresAt;

    private AccessToken(String value, Instant expiresAt) {
        this.value = value;
        this.expiresAt = expiresAt;
    }

    /**
     * Returns a token.
     *
     * @throws IllegalArgumentException if {@code value} is blank or contains a character that headers can't contain
     */
    public static AccessToken of(String value, Instant expiresAt) {
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(expiresAt, "expiresAt");
        String bare = value.strip();
        if (bare.isEmpty() || !bare.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException("access token: expected visible ASCII without white space, but got "
                    + value.length() + " characters that are blank or hold others");
        }
        return new AccessToken(bare, expiresAt);
    }

    /** Returns the secret text that follows {@code Bearer}. */
    public String value() {
        return value;
    }

    /** Returns when the token expires; {@link Instant#MAX} if unknown. */
    public Instant expiresAt() {
        return expiresAt;
    }

    /** Returns the expiry of the token, never its value. */
    @Override
    public String toString() {
        return "AccessToken[expiresAt=" + expiresAt + "]";
    }
}
