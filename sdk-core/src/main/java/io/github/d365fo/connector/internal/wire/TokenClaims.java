package io.github.d365fo.connector.internal.wire;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/** Decodes the claims of a token for errors, without verifying it or revealing the token. */
public final class TokenClaims {
    private TokenClaims() {}

    /** Returns the claims that decide on access, or empty if the token is not a readable JWT. */
    public static Optional<String> describe(String token) {
        return claims(token)
                .map(claims -> "aud " + claims.textIfAny("aud").orElse("none") + ", tid "
                        + claims.textIfAny("tid").orElse("none") + ", appid "
                        + claims.textIfAny("appid")
                                .or(() -> claims.textIfAny("azp"))
                                .orElse("none"));
    }

    /** Returns when the token expires, or empty if it is not a readable JWT with an expiry. */
    public static Optional<Instant> end(String token) {
        return claims(token).flatMap(claims -> claims.textIfAny("exp")).flatMap(TokenClaims::instant);
    }

    private static Optional<JsonObject> claims(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    Json.parseObject(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)));
        } catch (JsonException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> instant(String seconds) {
        try {
            return Optional.of(Instant.ofEpochSecond((long) Double.parseDouble(seconds)));
        } catch (NumberFormatException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
