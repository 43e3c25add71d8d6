package io.github.d365fo.testkit.internal.identity;

import io.github.d365fo.testkit.internal.crypto.SigningKey;
import io.github.d365fo.testkit.internal.http.HttpCall;
import io.github.d365fo.testkit.internal.json.JsonText;
import java.io.IOException;
import java.util.Locale;

/** What the identity provider publishes about itself: OpenID metadata, its keys, and the names of its authority. */
public final class IdentityMetadata {
    private static final String CONFIGURATION = "/.well-known/openid-configuration";

    private IdentityMetadata() {}

    /** Answers, if {@code call} asks for something published, and returns whether it did. */
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
        return JsonText.write(json -> {
            json.writeStartObject();
            json.writeStringField("issuer", tenant + (v2 ? "/v2.0" : "/"));
            json.writeStringField("authorization_endpoint", tenant + "/oauth2" + (v2 ? "/v2.0" : "") + "/authorize");
            json.writeStringField("token_endpoint", tenant + "/oauth2" + (v2 ? "/v2.0" : "") + "/token");
            json.writeStringField("jwks_uri", tenant + "/discovery" + (v2 ? "/v2.0" : "") + "/keys");
            json.writeArrayFieldStart("token_endpoint_auth_methods_supported");
            json.writeString("client_secret_post");
            json.writeString("private_key_jwt");
            json.writeEndArray();
            json.writeArrayFieldStart("response_types_supported");
            json.writeString("code");
            json.writeEndArray();
            json.writeArrayFieldStart("subject_types_supported");
            json.writeString("pairwise");
            json.writeEndArray();
            json.writeArrayFieldStart("id_token_signing_alg_values_supported");
            json.writeString("RS256");
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static String keys() {
        return JsonText.write(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("keys");
            SigningKey.shared().writePublic(json);
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    /** Tells a client that asks whether an authority is one of Microsoft's that it is. */
    private static String instance(String environment, String authorizationEndpoint) {
        String host = environment.substring(environment.indexOf("//") + 2);
        return JsonText.write(json -> {
            json.writeStartObject();
            json.writeStringField(
                    "tenant_discovery_endpoint",
                    authorizationEndpoint.replaceAll("/oauth2/.*", "") + "/v2.0" + CONFIGURATION);
            json.writeStringField("api-version", "1.1");
            json.writeArrayFieldStart("metadata");
            json.writeStartObject();
            json.writeStringField("preferred_network", host);
            json.writeStringField("preferred_cache", host);
            json.writeArrayFieldStart("aliases");
            json.writeString(host);
            json.writeEndArray();
            json.writeEndObject();
            json.writeEndArray();
            json.writeEndObject();
        });
    }
}
