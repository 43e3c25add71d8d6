package io.github.d365fo.spring;

import io.github.d365fo.connector.ConnectorClientBuilder;

/**
 * Changes the client of an environment before it is built: for settings without a property. All beans of this type are
 * called, in their order, after the properties were applied.
 */
@FunctionalInterface
public interface ConnectorClientCustomizer {
    /**
     * Changes the client of {@code environment}, its key under {@code d365fo.environments}, or the empty text for the one
     * that {@code d365fo.environment} describes.
     */
    void customize(String environment, ConnectorClientBuilder client);
}
