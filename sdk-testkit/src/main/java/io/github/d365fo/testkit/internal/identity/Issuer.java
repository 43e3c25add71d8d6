package io.github.d365fo.testkit.internal.identity;

import io.github.d365fo.testkit.internal.crypto.SigningKey;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/** An issuer of tokens outside the tenant, for workload identity federation. Thread-safe. */
public final class Issuer {
    private final String url;
    private final InstantSource clock;
    private volatile SigningKey key = SigningKey.create();

    Issuer(String url, InstantSource clock) {
        this.url = url;
        this.clock = clock;
    }

    /** Returns the issuer in its tokens. */
    public String url() {
        return url;
    }

    /** Returns a token for {@code subject} and {@code audience}; with a negative lifetime it has expired. */
    public String token(String subject, String audience, Duration lifetime) {
        Instant now = clock.instant();
        return key.sign(Map.of(
                "iss", url,
                "sub", subject,
                "aud", audience,
                "iat", now.getEpochSecond(),
                "exp", now.plus(lifetime).getEpochSecond()));
    }

    /** Signs with a new key from now on; tokens signed with the old one are rejected. */
    public void rotate() {
        key = SigningKey.create();
    }

    PublicKey publicKey() {
        return key.publicKey();
    }
}
