package io.github.d365fo.feed;

import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.datamanagement.ExecutionError;
import io.github.d365fo.connector.datamanagement.ImportOutcome;
import io.github.d365fo.connector.datamanagement.ImportState;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What became of a file. Immutable.
 *
 * @param id the id under which the feed keeps the file
 * @param source the name the file had in the inbox, sub-folders included
 * @param file where the file is now
 * @param place the folder it is in
 * @param state how the import ended; {@code UNKNOWN} if the file is in doubt, or if a person said that it arrived;
 *     {@code PARTIALLY_SUCCEEDED} also if somebody wrote to it after it was sent
 * @param messageId the message that carried it, or empty if it was refused, is in doubt or went through the package API
 * @param outcome what the service told, failed rows included, or empty if it was not asked or did not answer
 * @param reason why it failed or is in doubt, in a sentence, or empty if it succeeded
 */
public record ImportResult(
        String id,
        String source,
        Path file,
        ImportPlace place,
        ImportState state,
        Optional<MessageId> messageId,
        Optional<ImportOutcome> outcome,
        Optional<String> reason) {
    /** Refuses null. */
    public ImportResult {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(messageId, "messageId");
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(reason, "reason");
    }

    /** Returns whether the file was imported and no row failed. */
    public boolean isSuccess() {
        return state == ImportState.SUCCEEDED;
    }

    /** Returns the rows that failed, as far as the service told them; see {@link ImportOutcome#errors()}. */
    public List<ExecutionError> errors() {
        return outcome.map(ImportOutcome::errors).orElse(List.of());
    }
}
