package io.github.d365fo.feed;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A file that was sent and whose fate no program can tell: the answer was lost, or the process ended before it came.
 * Immutable.
 *
 * @param id the id under which the feed keeps the file, for {@link ImportFeed#resolve(String, Resolution)}
 * @param file where the file is
 * @param externalId what to look for under <em>Manage messages</em> of the job, or empty if that is not known
 * @param since when the file was sent
 * @param entity the label of the entity it was sent for, or empty if there was none
 * @param company the company it was sent for, or empty if there was none
 * @param reason why it is in doubt
 */
public record InDoubtFile(
        String id,
        Path file,
        Optional<String> externalId,
        Instant since,
        Optional<String> entity,
        Optional<String> company,
        String reason) {
    /** Refuses null. */
    public InDoubtFile {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(externalId, "externalId");
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(entity, "entity");
        Objects.requireNonNull(company, "company");
        Objects.requireNonNull(reason, "reason");
    }
}
