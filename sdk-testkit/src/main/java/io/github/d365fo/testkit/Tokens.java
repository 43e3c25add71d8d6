package io.github.d365fo.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The token endpoint, and the tokens it gave out. Thread-safe. */
final class Tokens {
    static final long LIFETIME_SECONDS = 3599;

    private final TestClock clock;
    private final Ids ids;
    private final String tenantId;
    private final String clientId;
    private final String clientSecret;
    private final Map<String, Instant> expiry = new ConcurrentHashMap<>();

    Tokens(TestClock clock, Ids ids) {
        this.clock = clock;
        this.ids = ids;
        this.tenantId = ids.next();
        this.clientId = ids.next();
        this.clientSecret = "fake~secret." + ids.next();
    }

    String tenantId() {
        return tenantId;
    }

    String clientId() {
        return clientId;
    }

    String clientSecret() {
        return clientSecret;
    }

    /** Returns whether a request carries a token that was given out and has not ended. */
    boolean isValid(Optional<String> authorization) {
        return authorization
                .filter(value -> value.startsWith("Bearer "))
                .map(value -> expiry.get(value.substring("Bearer ".length())))
                .filter(end -> clock.instant().isBefore(end))
                .isPresent();
    }

    /** Answers {@code /{tenant}/oauth2/v2.0/token} and its older sister without {@code /v2.0}. */
    void answer(HttpCall call, String environment) throws IOException {
        boolean v2 = call.path().contains("/v2.0/");
        Map<String, String> form = HttpCall.parameters(call.bodyText());
        String resource = v2 ? withoutDefault(form.getOrDefault("scope", "")) : form.getOrDefault("resource", "");
        if (!call.path().startsWith("/" + tenantId + "/")) {
            refuse(call, 400, "invalid_request", 90002, "Tenant not found. Check the tenant id.");
        } else if (!form.getOrDefault("grant_type", "").equals("client_credentials")) {
            refuse(call, 400, "unsupported_grant_type", 70003, "The app requested an unsupported grant type.");
        } else if (!form.getOrDefault("client_id", "").equals(clientId)) {
            refuse(call, 400, "unauthorized_client", 700016, "Application was not found in the directory.");
        } else if (!form.getOrDefault("client_secret", "").equals(clientSecret)) {
            refuse(call, 401, "invalid_client", 7000215, "Invalid client secret provided.");
        } else if (!resource.equals(environment)) {
            refuse(call, 400, "invalid_resource", 500011, "The resource principal was not found in the tenant.");
        } else {
            grant(call, environment, v2);
        }
    }

    private void grant(HttpCall call, String environment, boolean v2) throws IOException {
        String token = issue(environment);
        call.answerJson(200, JsonText.write(json -> {
            json.writeStartObject();
            json.writeStringField("token_type", "Bearer");
            if (v2) {
                json.writeNumberField("expires_in", LIFETIME_SECONDS);
            } else {
                // The older endpoint writes the number as a text.
                json.writeStringField("expires_in", String.valueOf(LIFETIME_SECONDS));
            }
            json.writeStringField("access_token", token);
            json.writeEndObject();
        }));
    }

    private String issue(String environment) {
        Instant end = clock.instant().plusSeconds(LIFETIME_SECONDS);
        String claims = JsonText.write(json -> {
            json.writeStartObject();
            json.writeStringField("aud", environment);
            json.writeStringField("tid", tenantId);
            json.writeStringField("appid", clientId);
            json.writeNumberField("exp", end.getEpochSecond());
            json.writeStringField("uti", ids.next());
            json.writeEndObject();
        });
        String token = base64("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + base64(claims) + "." + base64(ids.next());
        expiry.put(token, end);
        return token;
    }

    private void refuse(HttpCall call, int status, String error, int code, String text) throws IOException {
        call.answerJson(status, JsonText.write(json -> {
            json.writeStartObject();
            json.writeStringField("error", error);
            json.writeStringField("error_description", "AADSTS" + code + ": " + text);
            json.writeArrayFieldStart("error_codes");
            json.writeNumber(code);
            json.writeEndArray();
            json.writeStringField("timestamp", clock.instant().toString());
            json.writeStringField("trace_id", ids.next());
            json.writeStringField("correlation_id", ids.next());
            json.writeEndObject();
        }));
    }

    private static String withoutDefault(String scope) {
        return scope.endsWith("/.default") ? scope.substring(0, scope.length() - "/.default".length()) : "";
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
