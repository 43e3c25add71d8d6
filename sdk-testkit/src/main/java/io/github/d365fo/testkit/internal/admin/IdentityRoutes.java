package io.github.d365fo.testkit.internal.admin;

import io.github.d365fo.testkit.EntraError;
import io.github.d365fo.testkit.FakeIdentity;
import io.github.d365fo.testkit.FakeIssuer;
import io.github.d365fo.testkit.internal.identity.IdentityStore;
import io.github.d365fo.testkit.internal.identity.Issuer;
import io.github.d365fo.testkit.internal.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** The routes for apps, users, and everything else of the identity provider. Thread-safe. */
final class IdentityRoutes {
    private static final String NAME = "name";
    private static final String PASSWORD = "password";
    private static final String SECOND_FACTOR = "secondFactor";
    private static final String RESOURCE = "resource";
    private static final String ISSUER = "issuer";
    private static final String ERROR = "error";

    private final FakeIdentity identity;
    private final IdentityStore store;

    IdentityRoutes(FakeIdentity identity, IdentityStore store) {
        this.identity = identity;
        this.store = store;
    }

    void addTo(AdminRoute.Registry admin) {
        admin.route("GET", "/identity", call -> call.json(200, store.view()));
        admin.route("POST", "/identity/apps", call -> call.json(201, addApp(call.body())));
        admin.route("POST", "/identity/users", call -> done(call, this::addUser));
        admin.route("POST", "/identity/resources", call -> done(call, this::addResource));
        admin.route("POST", "/identity/issuers", this::addIssuer);
        admin.route("POST", "/identity/issuers/tokens", this::issue);
        admin.route("POST", "/identity/managed-identities", this::addManagedIdentity);
        admin.route("DELETE", "/identity/managed-identities/system", this::removeManagedIdentity);
        admin.route("POST", "/identity/refusals", call -> done(call, this::refuseNext));
    }

    /** Changes something as the body of a request says. */
    private interface Change {
        void make(JsonObject body);
    }

    private static void done(AdminCall call, Change change) throws IOException {
        change.make(call.body());
        call.done();
    }

    JsonObject addApp(JsonObject body) {
        return AppReader.read(body, store).register(store);
    }

    void addUser(JsonObject body) {
        body.only(NAME, PASSWORD, SECOND_FACTOR);
        String name = body.filledText(NAME).orElseThrow(() -> JsonObject.missing(NAME, "a text"));
        String password = body.requireText(PASSWORD);
        boolean secondFactor = body.flag(SECOND_FACTOR).orElse(false);
        identity.addUser(name, password);
        if (secondFactor) {
            identity.requireSecondFactor(name);
        }
    }

    private void addResource(JsonObject body) {
        body.only(RESOURCE);
        identity.addResource(body.filledText(RESOURCE).orElseThrow(() -> JsonObject.missing(RESOURCE, "a text")));
    }

    private void addIssuer(AdminCall call) throws IOException {
        call.json(201, new JsonObject().put(ISSUER, store.addIssuer().url()));
    }

    private void issue(AdminCall call) throws IOException {
        JsonObject body = call.body(ISSUER, "subject", "audience", "lifetime");
        String subject = body.requireText("subject");
        String audience = body.filledText("audience").orElse(FakeIssuer.AUDIENCE);
        Duration lifetime = body.duration("lifetime").orElse(Duration.ofHours(1));
        Issuer issuer = store.issuer(body.requireText(ISSUER))
                .orElseThrow(
                        () -> new IllegalArgumentException("issuer: expected one that was added, but got another"));
        call.json(201, new JsonObject().put("token", issuer.token(subject, audience, lifetime)));
    }

    private void addManagedIdentity(AdminCall call) throws IOException {
        call.json(201, new JsonObject().put("clientId", identity.addUserAssignedIdentity()));
    }

    private void removeManagedIdentity(AdminCall call) throws IOException {
        if (identity.systemAssignedIdentity().isEmpty()) {
            throw new IllegalStateException("there is no system-assigned managed identity");
        }
        identity.removeSystemAssignedIdentity();
        call.done();
    }

    /** Plans one answer: an error, a throttling or a bare status. */
    private void refuseNext(JsonObject body) {
        body.only(ERROR, "retryAfter", "status");
        if (body.names().isEmpty()) {
            throw JsonObject.missing(ERROR, "a text");
        }
        body.names().stream()
                .filter(name -> body.names().size() > 1 && !name.equals(ERROR))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException(name + ": expected nothing else beside it, but got more");
                });
        body.text(ERROR).map(IdentityRoutes::error).ifPresent(identity::refuseNext);
        body.duration("retryAfter").ifPresent(identity::throttleNext);
        body.integer("status").ifPresent(identity::failNext);
    }

    private static EntraError error(String name) {
        return Arrays.stream(EntraError.values())
                .filter(error -> error.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "error: expected one of " + List.of(EntraError.values()) + ", but got another"));
    }
}
