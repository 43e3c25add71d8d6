package io.github.d365fo.testkit.internal.identity;

import io.github.d365fo.testkit.EntraError;
import io.github.d365fo.testkit.internal.http.HttpCall;
import io.github.d365fo.testkit.internal.http.Origins;
import io.github.d365fo.testkit.internal.journal.Secrets;
import io.github.d365fo.testkit.internal.json.JsonObject;
import io.github.d365fo.testkit.internal.service.Ids;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The token endpoints of Entra ID, v1 and v2, and of AD FS. Thread-safe. */
final class TokenApi {
    private static final String JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static final String DEFAULT_SCOPE = "/.default";
    private static final Set<String> MANY_TENANTS = Set.of("common", "organizations", "consumers");

    private final IdentityStore identity;
    private final Tokens tokens;
    private final Assertions assertions;
    private final InstantSource clock;
    private final Ids ids;
    private final Secrets secrets;

    TokenApi(
            IdentityStore identity,
            Tokens tokens,
            Assertions assertions,
            InstantSource clock,
            Ids ids,
            Secrets secrets) {
        this.identity = identity;
        this.tokens = tokens;
        this.assertions = assertions;
        this.clock = clock;
        this.ids = ids;
        this.secrets = secrets;
    }

    /** A request that is being checked. */
    private record Asked(String tenant, boolean adfs, boolean v2, Map<String, String> form, String path) {
        static Asked of(HttpCall call) throws IOException {
            String tenant =
                    call.path().substring(1, call.path().indexOf('/', 1)).toLowerCase(Locale.ROOT);
            return new Asked(
                    tenant,
                    tenant.equals("adfs"),
                    call.path().contains("/v2.0/"),
                    HttpCall.parameters(call.bodyText()),
                    call.path());
        }

        String field(String name) {
            return form.getOrDefault(name, "");
        }
    }

    void answer(HttpCall call, String environment) throws IOException {
        Asked asked = Asked.of(call);
        secrets.learn(asked.field("client_assertion"));
        String resource = resource(asked);
        Optional<EntraError> error =
                tenantError(asked).or(() -> credentialError(asked)).or(() -> resourceError(asked, resource));
        if (error.isPresent()) {
            refuse(call, error.get(), asked.adfs());
            return;
        }
        String token = tokens.issue(resource, asked.field("client_id"), environment + "/" + asked.tenant() + "/");
        // The older endpoint writes numbers as texts.
        boolean texts = !asked.v2() && !asked.adfs();
        JsonObject body = new JsonObject()
                .put("token_type", "Bearer")
                .put(
                        "expires_in",
                        texts ? (Object) String.valueOf(Tokens.LIFETIME_SECONDS) : (Long) Tokens.LIFETIME_SECONDS)
                .put("access_token", token);
        call.answerJson(200, body.toString());
    }

    /** Answers with a planned error. */
    void fail(HttpCall call, IdentityStore.Trouble trouble) throws IOException {
        trouble.retryAfter().ifPresent(wait -> call.responseHeader("Retry-After", String.valueOf(wait.toSeconds())));
        if (trouble.error().isPresent()) {
            refuse(call, trouble.error().get(), false);
        } else {
            call.answerJson(
                    trouble.status(),
                    new JsonObject()
                            .put("error", "temporarily_unavailable")
                            .put("error_description", "The service is not available.")
                            .toString());
        }
    }

    private Optional<EntraError> tenantError(Asked asked) {
        if (asked.adfs() || asked.tenant().equals(identity.tenantId())) {
            return Optional.empty();
        }
        if (MANY_TENANTS.contains(asked.tenant())) {
            return Optional.of(EntraError.NOT_MULTI_TENANT);
        }
        return Optional.of(
                asked.tenant().matches("[a-z0-9-]+(\\.[a-z0-9-]+)+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
                        ? EntraError.UNKNOWN_TENANT
                        : EntraError.MALFORMED_TENANT);
    }

    private Optional<EntraError> credentialError(Asked asked) {
        boolean user = asked.field("grant_type").equals("password");
        if (!user && !asked.field("grant_type").equals("client_credentials")) {
            return Optional.of(EntraError.UNSUPPORTED_GRANT);
        }
        Optional<App> app = identity.app(asked.field("client_id"));
        if (app.isEmpty()) {
            return Optional.of(EntraError.UNKNOWN_APP);
        }
        return user ? userError(asked) : appError(asked, app.get());
    }

    private Optional<EntraError> appError(Asked asked, App app) {
        if (asked.form().containsKey("client_secret")) {
            Optional<Instant> end = app.endOf(asked.field("client_secret"));
            if (end.isEmpty()) {
                return Optional.of(EntraError.INVALID_SECRET);
            }
            return clock.instant().isBefore(end.get()) ? Optional.empty() : Optional.of(EntraError.SECRET_EXPIRED);
        }
        if (!asked.field("client_assertion_type").equals(JWT_BEARER)) {
            return Optional.of(EntraError.NO_CREDENTIAL);
        }
        return assertions.check(asked.field("client_assertion"), app, audiences(asked.path()));
    }

    private Set<String> audiences(String path) {
        Set<String> audiences = new HashSet<>();
        tokens.addresses().all().forEach(address -> audiences.add(address + path));
        for (URI front : identity.fronts()) {
            audiences.add(Origins.withoutDefaultPort(front + path));
        }
        return audiences;
    }

    private Optional<EntraError> userError(Asked asked) {
        Optional<IdentityStore.User> user = identity.user(asked.field("username"));
        if (user.isEmpty()) {
            return Optional.of(EntraError.UNKNOWN_USER);
        }
        if (!user.get().password().equals(asked.field("password"))) {
            return Optional.of(EntraError.WRONG_PASSWORD);
        }
        return user.get().secondFactor() ? Optional.of(EntraError.SECOND_FACTOR) : Optional.empty();
    }

    private static String resource(Asked asked) {
        if (!asked.v2()) {
            return asked.field("resource");
        }
        // MSAL also asks for openid, profile and offline_access.
        return Arrays.stream(asked.field("scope").split(" "))
                .filter(scope -> scope.endsWith(DEFAULT_SCOPE))
                .map(scope -> scope.substring(0, scope.length() - DEFAULT_SCOPE.length()))
                .findFirst()
                .orElse("");
    }

    private Optional<EntraError> resourceError(Asked asked, String resource) {
        if (asked.v2() && resource.isEmpty()) {
            return Optional.of(EntraError.INVALID_SCOPE);
        }
        // For a resource with a trailing slash the real one also issues a token, which the environment then rejects.
        String bare = Origins.withoutDefaultPort(resource.replaceFirst("/$", ""));
        if (tokens.isResource(bare)) {
            return Optional.empty();
        }
        return Optional.of(
                tokens.isResource(bare.toLowerCase(Locale.ROOT))
                        ? EntraError.CONSENT_REQUIRED
                        : EntraError.UNKNOWN_RESOURCE);
    }

    private void refuse(HttpCall call, EntraError error, boolean adfs) throws IOException {
        call.answerJson(error.status(), adfs ? adfsRefusal(error) : entraRefusal(error));
    }

    private String entraRefusal(EntraError error) {
        return new JsonObject()
                .put("error", error.oauthError())
                .put("error_description", "AADSTS" + error.code() + ": " + error.text())
                .put("error_codes", List.of(error.code()))
                .put("timestamp", clock.instant())
                .put("trace_id", ids.next())
                .put("correlation_id", ids.next())
                .toString();
    }

    /** AD FS has its own codes and no ids; that it uses one code for every wrong credential is a guess. */
    private static String adfsRefusal(EntraError error) {
        String text = error == EntraError.UNKNOWN_RESOURCE || error == EntraError.CONSENT_REQUIRED
                ? "MSIS9602: The received 'resource' parameter is invalid."
                : "MSIS9622: Client authentication failed.";
        return new JsonObject()
                .put("error", error.oauthError())
                .put("error_description", text)
                .toString();
    }
}
