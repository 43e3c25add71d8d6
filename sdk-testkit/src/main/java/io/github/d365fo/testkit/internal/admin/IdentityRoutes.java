package io.github.d365fo.testkit.internal.admin;

import io.github.d365fo.testkit.EntraError;
import io.github.d365fo.testkit.FakeApp;
import io.github.d365fo.testkit.FakeIdentity;
import io.github.d365fo.testkit.internal.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The routes for apps, users, and errors of the identity provider. Thread-safe. */
final class IdentityRoutes {
    private static final String SECRET_LIFETIME = "secretLifetime";
    private static final String NAME = "name";
    private static final String PASSWORD = "password";
    private static final String SECOND_FACTOR = "secondFactor";
    private static final String ERROR = "error";

    private final FakeIdentity identity;

    IdentityRoutes(FakeIdentity identity) {
        this.identity = identity;
    }

    void addTo(AdminRoute.Registry admin) {
        admin.route("POST", "/identity/apps", this::addApp);
        admin.route("POST", "/identity/users", this::addUser);
        admin.route("POST", "/identity/refusals", this::refuseNext);
    }

    private void addApp(AdminCall call) throws IOException {
        Optional<Duration> lifetime = call.body(SECRET_LIFETIME).duration(SECRET_LIFETIME);
        FakeApp app = identity.addApp();
        String secret = lifetime.map(app::addSecret).orElseGet(app::addSecret);
        call.json(201, new JsonObject().put("clientId", app.clientId()).put("clientSecret", secret));
    }

    private void addUser(AdminCall call) throws IOException {
        JsonObject body = call.body(NAME, PASSWORD, SECOND_FACTOR);
        String name = body.filledText(NAME).orElseThrow(() -> JsonObject.missing(NAME, "a text"));
        String password = body.requireText(PASSWORD);
        boolean secondFactor = body.flag(SECOND_FACTOR).orElse(false);
        identity.addUser(name, password);
        if (secondFactor) {
            identity.requireSecondFactor(name);
        }
        call.done();
    }

    private void refuseNext(AdminCall call) throws IOException {
        String name = call.body(ERROR).requireText(ERROR);
        identity.refuseNext(Arrays.stream(EntraError.values())
                .filter(error -> error.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "error: expected one of " + List.of(EntraError.values()) + ", but got another")));
        call.done();
    }
}
