package io.github.d365fo.testkit.internal.identity;

import io.github.d365fo.testkit.internal.http.HttpCall;
import io.github.d365fo.testkit.internal.http.Origins;
import io.github.d365fo.testkit.internal.json.JsonObject;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The managed identity endpoints of a virtual machine (IMDS) and of App Service. Thread-safe.
 *
 * <p>The texts of their errors are guesses.
 */
final class ManagedIdentityApi {
    private static final String APP_SERVICE = "/msi/token";

    private final IdentityStore identity;
    private final Tokens tokens;
    private final InstantSource clock;

    ManagedIdentityApi(IdentityStore identity, Tokens tokens, InstantSource clock) {
        this.identity = identity;
        this.tokens = tokens;
        this.clock = clock;
    }

    void answer(HttpCall call, String environment) throws IOException {
        boolean appService = call.path().equalsIgnoreCase(APP_SERVICE);
        String wrong = appService ? wrongAtAppService(call) : wrongAtMachine(call);
        String resource = Origins.withoutDefaultPort(call.parameter("resource").orElse(""));
        Optional<String> clientId = identity.managedIdentity(call.parameter("client_id"));
        if (!wrong.isEmpty()) {
            refuse(call, appService, "invalid_request", wrong);
        } else if (clientId.isEmpty()) {
            refuse(call, appService, "invalid_request", "Identity not found");
        } else if (!tokens.isResource(resource)) {
            refuse(call, appService, "invalid_resource", "AADSTS500011: The resource principal was not found.");
        } else {
            grant(call, appService, resource, clientId.get(), environment);
        }
    }

    private static String wrongAtMachine(HttpCall call) {
        if (!call.header("Metadata").orElse("").equals("true")) {
            return "Required metadata header not specified";
        }
        if (call.header("X-Forwarded-For").isPresent()) {
            return "A proxy is not allowed";
        }
        return call.parameter("api-version").isEmpty() ? "Required query variable 'api-version' is missing" : "";
    }

    private String wrongAtAppService(HttpCall call) {
        if (!call.header("X-IDENTITY-HEADER").orElse("").equals(identity.appServiceHeader())) {
            return "The identity header is missing or wrong";
        }
        return call.parameter("api-version").orElse("").equals("2019-08-01") ? "" : "The api-version is not supported";
    }

    private void grant(HttpCall call, boolean appService, String resource, String clientId, String environment)
            throws IOException {
        Instant end = clock.instant().plusSeconds(Tokens.LIFETIME_SECONDS);
        JsonObject body = new JsonObject();
        body.put("access_token", tokens.issue(resource, clientId, environment + "/" + identity.tenantId() + "/"));
        body.put("client_id", clientId);
        body.put("expires_on", String.valueOf(end.getEpochSecond()));
        if (!appService) {
            body.put("expires_in", String.valueOf(Tokens.LIFETIME_SECONDS));
        }
        body.put("resource", resource);
        body.put("token_type", "Bearer");
        call.answerJson(200, body.toString());
    }

    private static void refuse(HttpCall call, boolean appService, String error, String text) throws IOException {
        JsonObject body = new JsonObject();
        if (appService) {
            body.put("statusCode", 400);
            body.put("message", text);
        } else {
            body.put("error", error);
            body.put("error_description", text);
        }
        call.answerJson(400, body.toString());
    }
}
