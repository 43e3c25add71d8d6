package io.github.d365fo.spring;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.connector.auth.TokenProvider;
import java.net.URI;
import java.util.Optional;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Where the environments and jobs of the application are, and how to sign in. By default the properties say so; a bean of
 * this type takes their place. Environments are named by their key under {@code d365fo.environments}; the name of the one
 * that {@code d365fo.environment} describes is the empty text. Thread-safe.
 */
public interface ConnectorConnectionDetails extends ConnectionDetails {
    /** Returns the address of {@code environment}. */
    URI environment(String environment);

    /** Returns the activity id of the job {@code name} of {@code environment}. */
    ActivityId job(String environment, String name);

    /** Returns what signs in to {@code environment}. Default empty: what the properties under {@code credentials} say. */
    default Optional<TokenProvider> tokenProvider(String environment) {
        return Optional.empty();
    }
}
