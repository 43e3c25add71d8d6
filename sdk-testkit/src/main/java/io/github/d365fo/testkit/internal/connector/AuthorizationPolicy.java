package io.github.d365fo.testkit.internal.connector;

import io.github.d365fo.testkit.internal.json.JsonObject;
import java.util.Optional;
import java.util.Set;

/** The applications that may use a job. Immutable. */
public record AuthorizationPolicy(Optional<Set<String>> clientIds) {
    public static final AuthorizationPolicy EVERYONE = new AuthorizationPolicy(Optional.empty());

    public static AuthorizationPolicy only(String... clientIds) {
        return new AuthorizationPolicy(Optional.of(Set.of(clientIds)));
    }

    public boolean allows(Optional<String> clientId) {
        return clientIds.isEmpty() || clientId.filter(clientIds.get()::contains).isPresent();
    }

    public JsonObject save() {
        return new JsonObject().put("clientIds", clientIds);
    }

    public static AuthorizationPolicy restore(JsonObject saved) {
        return saved.names().isEmpty()
                ? EVERYONE
                : only(saved.texts("clientIds").toArray(String[]::new));
    }
}
