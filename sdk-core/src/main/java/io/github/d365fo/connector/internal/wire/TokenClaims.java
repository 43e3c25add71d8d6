package io.github.d365fo.connector.internal.wire;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** What a token says about itself, for errors: decoded, never verified, never the token. */
public final class TokenClaims {
    private TokenClaims() {}

    /** Returns the claims that decide on access, or empty if the token is not a readable JWT. */
    public static Optional<String> describe(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            JsonObject claims =
                    Json.parseObject(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8));
            return Optional.of("aud " + claims.text("aud").orElse("none") + ", tid "
                    + claims.text("tid").orElse("none") + ", appid "
                    + claims.text("appid").or(() -> azp(claims)).orElse("none"));
        } catch (JsonException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> azp(JsonObject claims) {
        try {
            return claims.text("azp");
        } catch (JsonException e) {
            return Optional.empty();
        }
    }
}
