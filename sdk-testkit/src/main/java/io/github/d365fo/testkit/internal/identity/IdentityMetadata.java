package io.github.d365fo.testkit.internal.identity;

import io.github.d365fo.testkit.internal.crypto.SigningKey;
import io.github.d365fo.testkit.internal.http.HttpCall;
import io.github.d365fo.testkit.internal.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** The public documents of the identity provider: OpenID metadata, keys, and the aliases of its authority. */
public final class IdentityMetadata {
    private static final String CONFIGURATION = "/.well-known/openid-configuration";

    private IdentityMetadata() {}

    /** Answers if {@code call} asks for one of these documents, and returns whether it did. */
    public static boolean answer(HttpCall call, String environment) throws IOException {
        String path = call.path().toLowerCase(Locale.ROOT);
        if (!call.method().equals("GET")) {
            return false;
        }
        if (path.matches("/[^/]+(/v2\\.0)?" + CONFIGURATION)) {
            call.answerJson(200, configuration(path, environment));
        } else if (path.matches("/[^/]+/discovery(/v2\\.0)?/keys")) {
            call.answerJson(200, keys());
        } else if (path.equals("/common/discovery/instance")) {
            call.answerJson(
                    200,
                    instance(
                            environment,
                            call.parameter("authorization_endpoint").orElse("")));
        } else {
            return false;
        }
        return true;
    }

    private static String configuration(String path, String environment) {
        String tenant = environment + path.substring(0, path.indexOf('/', 1));
        boolean v2 = path.contains("/v2.0/");
        return new JsonObject()
                .put("issuer", tenant + (v2 ? "/v2.0" : "/"))
                .put("authorization_endpoint", tenant + "/oauth2" + (v2 ? "/v2.0" : "") + "/authorize")
                .put("token_endpoint", tenant + "/oauth2" + (v2 ? "/v2.0" : "") + "/token")
                .put("jwks_uri", tenant + "/discovery" + (v2 ? "/v2.0" : "") + "/keys")
                .put("token_endpoint_auth_methods_supported", List.of("client_secret_post", "private_key_jwt"))
                .put("response_types_supported", List.of("code"))
                .put("subject_types_supported", List.of("pairwise"))
                .put("id_token_signing_alg_values_supported", List.of("RS256"))
                .toString();
    }

    private static String keys() {
        return new JsonObject()
                .put("keys", List.of(SigningKey.shared().publicJwk()))
                .toString();
    }

    /** Confirms to a client that an authority is one of Microsoft's. */
    private static String instance(String environment, String authorizationEndpoint) {
        String host = environment.substring(environment.indexOf("//") + 2);
        JsonObject metadata = new JsonObject()
                .put("preferred_network", host)
                .put("preferred_cache", host)
                .put("aliases", List.of(host));
        return new JsonObject()
                .put(
                        "tenant_discovery_endpoint",
                        authorizationEndpoint.replaceAll("/oauth2/.*", "") + "/v2.0" + CONFIGURATION)
                .put("api-version", "1.1")
                .put("metadata", List.of(metadata))
                .toString();
    }
}
