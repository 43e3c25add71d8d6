package io.github.d365fo.testkit;

import java.util.Optional;
import java.util.Set;

/** Which applications may use a job. Immutable. */
record AuthorizationPolicy(Optional<Set<String>> clientIds) {
    static final AuthorizationPolicy EVERYONE = new AuthorizationPolicy(Optional.empty());

    static AuthorizationPolicy only(String... clientIds) {
        return new AuthorizationPolicy(Optional.of(Set.of(clientIds)));
    }

    boolean allows(Optional<String> clientId) {
        return clientIds.isEmpty() || clientId.filter(clientIds.get()::contains).isPresent();
    }
}
