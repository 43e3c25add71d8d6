package io.github.d365fo.testkit.internal.identity;

import io.github.d365fo.testkit.internal.http.Bearer;
import io.github.d365fo.testkit.internal.http.HttpCall;
import io.github.d365fo.testkit.internal.json.JsonFields;
import io.github.d365fo.testkit.internal.service.FakeServerSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** Checks access: a valid token, and an application that is mapped to a user. Thread-safe. */
public final class Access {
    private final Tokens tokens;
    private final FakeServerSettings settings;

    public Access(Tokens tokens, FakeServerSettings settings) {
        this.tokens = tokens;
        this.settings = settings;
    }

    /** Returns whether the token was issued here, for this environment, and is still valid at the request's time. */
    public boolean isAuthenticated(HttpCall call) {
        return tokens.isValid(call)
                && claim(call, "exp")
                        .filter(end -> !call.now().isBefore(Instant.ofEpochSecond(Long.parseLong(end))))
                        .isEmpty();
    }

    public boolean isMapped() {
        return settings.is(FakeServerSettings.Switch.APPLICATION_MAPPED);
    }

    /** Returns the client id of a request's token. */
    public static Optional<String> clientId(HttpCall call) {
        return claim(call, "appid").or(() -> claim(call, "azp"));
    }

    private static Optional<String> claim(HttpCall call, String name) {
        return Bearer.of(call).map(Access::claims).map(claims -> claims.get(name));
    }

    private static Map<String, String> claims(String token) {
        String[] parts = token.split("\\.", -1);
        try {
            return parts.length == 3
                    ? JsonFields.texts(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8))
                    : Map.of();
        } catch (IOException | IllegalArgumentException e) {
            // Anything but a JWT has no claims; whether it is a token is decided elsewhere.
            return Map.of();
        }
    }
}
