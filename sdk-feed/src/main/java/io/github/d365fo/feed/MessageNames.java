package io.github.d365fo.feed;

import java.util.Objects;
import java.util.Optional;

/**
 * The names by which a message is known again when it comes back. Whether the service keeps them over a redelivery is not
 * documented, so either is enough. Immutable.
 *
 * @param correlationId the message's correlation id
 * @param blob the name of its package in the service's storage, from the download address, if it has one
 */
public record MessageNames(String correlationId, Optional<String> blob) {
    /** Refuses null. */
    public MessageNames {
        Objects.requireNonNull(correlationId, "correlationId");
        Objects.requireNonNull(blob, "blob");
    }
}
