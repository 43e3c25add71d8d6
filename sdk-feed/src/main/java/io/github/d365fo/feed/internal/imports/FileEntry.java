package io.github.d365fo.feed.internal.imports;

import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.datamanagement.ImportState;
import io.github.d365fo.feed.ImportPlace;
import java.time.Instant;
import java.util.Optional;

/**
 * What the journal knows about a file. Immutable.
 *
 * @param id the file's own id
 * @param source its name in the inbox, with sub-folders
 * @param takenAt when it was taken
 * @param stage where it is on its way
 * @param shipment how it was last sent, or empty if it never was
 * @param message the message that carries it, or empty if it has none
 * @param doubtName its name in the folder of files in doubt, or empty if it was never there
 * @param ending how it ends, or empty if that is not decided
 * @param changedAt when the stage was reached
 */
record FileEntry(
        String id,
        String source,
        Instant takenAt,
        Stage stage,
        Optional<Shipment> shipment,
        Optional<MessageId> message,
        Optional<String> doubtName,
        Optional<Ending> ending,
        Instant changedAt) {

    /** Returns the entry of a file that is about to be taken. */
    static FileEntry taken(String id, String source, Instant now) {
        return new FileEntry(
                id,
                source,
                now,
                Stage.TAKEN,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                now);
    }

    /** Returns the entry of a file that was found and that no journal knows: it may have been sent. */
    static FileEntry unknown(String id, String source, Instant now) {
        return taken(id, source, now).at(Stage.SENDING, now);
    }

    FileEntry sending(Shipment by, Instant now) {
        return new FileEntry(
                id,
                source,
                takenAt,
                Stage.SENDING,
                Optional.of(by),
                Optional.empty(),
                doubtName,
                Optional.empty(),
                now);
    }

    /** Returns the entry after it became certain that what was sent was not accepted. */
    FileEntry notSent(Instant now) {
        return at(Stage.TAKEN, now);
    }

    FileEntry sent(MessageId as, Instant now) {
        return new FileEntry(
                id, source, takenAt, Stage.SENT, shipment, Optional.of(as), doubtName, Optional.empty(), now);
    }

    /** Returns the entry after its message turned out to be none of the service's. */
    FileEntry withoutMessage() {
        return new FileEntry(id, source, takenAt, stage, shipment, Optional.empty(), doubtName, ending, changedAt);
    }

    FileEntry placing(Ending as, Instant now) {
        Optional<String> doubt = as.place() == ImportPlace.IN_DOUBT ? Optional.of(as.name()) : doubtName;
        return new FileEntry(id, source, takenAt, Stage.PLACING, shipment, message, doubt, Optional.of(as), now);
    }

    FileEntry placed(Instant now) {
        return at(Stage.PLACED, now);
    }

    FileEntry returning(Instant now) {
        return new FileEntry(
                id,
                source,
                takenAt,
                Stage.RETURNING,
                Optional.empty(),
                Optional.empty(),
                doubtName,
                Optional.empty(),
                now);
    }

    /** Returns the entry after its file left the folder of files in doubt, where others may now have its name. */
    FileEntry returned(Instant now) {
        return taken(id, source, takenAt).at(Stage.TAKEN, now);
    }

    FileEntry dropped(Instant now) {
        return at(Stage.DROPPED, now);
    }

    private FileEntry at(Stage next, Instant now) {
        return new FileEntry(id, source, takenAt, next, shipment, message, doubtName, ending, now);
    }

    /** Returns whether the service is known to have it. */
    boolean hasArrived() {
        boolean outcomeKnown =
                ending.filter(end -> end.state() == ImportState.SUCCEEDED).isPresent();
        return message.isPresent() || outcomeKnown;
    }

    /** Returns whether a person has to say what became of it. */
    boolean isInDoubt() {
        return ending.filter(end -> end.place() == ImportPlace.IN_DOUBT).isPresent();
    }

    /** Returns whether a person had to say what became of it, and it was not sent since. */
    boolean wasInDoubt() {
        return doubtName.isPresent();
    }

    /** Returns whether nothing is left to be done about it. */
    boolean isOver() {
        return stage == Stage.DROPPED || (stage == Stage.PLACED && !isInDoubt());
    }

    /** Returns whether nothing is left to be done about it unless a person says so. */
    boolean rests() {
        return stage == Stage.DROPPED || stage == Stage.PLACED;
    }
}
