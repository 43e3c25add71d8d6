package io.github.d365fo.feed.internal.imports;

import java.time.Instant;
import java.util.Optional;

/**
 * What is kept of a file that is sent.
 *
 * @param externalId the external id of the message, or the execution id of the package import
 * @param entity the label of its entity, or empty if it has none
 * @param company its company, or empty if it has none
 * @param at when it was sent
 * @param file the stamp that the file had right before, or empty if an earlier version of the feed sent it
 */
record Shipment(
        String externalId, Optional<String> entity, Optional<String> company, Instant at, Optional<FileStamp> file) {
    Shipment(String externalId, Optional<String> entity, Optional<String> company, Instant at) {
        this(externalId, entity, company, at, Optional.empty());
    }

    Shipment of(FileStamp sent) {
        return new Shipment(externalId, entity, company, at, Optional.of(sent));
    }
}
