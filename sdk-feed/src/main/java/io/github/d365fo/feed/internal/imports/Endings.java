package io.github.d365fo.feed.internal.imports;

import io.github.d365fo.connector.datamanagement.ImportOutcome;
import io.github.d365fo.connector.datamanagement.ImportState;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.feed.ImportPlace;
import io.github.d365fo.feed.ImportResult;
import io.github.d365fo.feed.internal.run.Growing;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;

/**
 * Writes down how files end, and puts them and their reports there. Thread-safe, as long as one thread at a time has a file
 * in work.
 */
final class Endings {
    private static final String HOW_TO_GO_ON =
            " Put only what is missing into the inbox: the whole file would import the"
                    + " rest twice. Have the producer rename files when they are whole, or set a longer settleTime.";

    private final ImportJournal journal;
    private final Folders folders;
    private final Destination destination;
    private final Events events;
    private final Clock clock;
    private final Growing pauses;

    Endings(
            ImportJournal journal,
            Folders folders,
            Destination destination,
            Events events,
            Clock clock,
            Growing pauses) {
        this.journal = journal;
        this.folders = folders;
        this.destination = destination;
        this.events = events;
        this.clock = clock;
        this.pauses = pauses;
    }

    /** Ends the import of a file as {@code outcome} says. */
    Next settle(Work work, Optional<ImportOutcome> outcome) throws IOException {
        work.outcome = outcome;
        ImportState state = outcome.map(ImportOutcome::state).orElse(ImportState.UNKNOWN);
        return state == ImportState.SUCCEEDED
                ? end(work, ImportPlace.DONE, state, Optional.empty())
                : end(work, ImportPlace.FAILED, state, Optional.of(reason(state, outcome)));
    }

    private static String reason(ImportState state, Optional<ImportOutcome> outcome) {
        String advice = outcome.flatMap(ImportOutcome::advice).orElse("");
        String raw = outcome.map(ImportOutcome::rawState).orElse("");
        return ("The import ended as " + state + " (" + raw + "). " + advice).strip();
    }

    /** Ends the import of a file that was certainly not imported. */
    Next fail(Work work, String reason) throws IOException {
        return end(work, ImportPlace.FAILED, ImportState.FAILED, Optional.of(reason));
    }

    /** Leaves a file to a person. */
    Next doubt(Work work, String reason) throws IOException {
        String late = folders.changed(work.entry)
                .map(now -> " If it arrived, what was written to it since perhaps did not: " + late(work.entry, now))
                .orElse("");
        return end(work, ImportPlace.IN_DOUBT, ImportState.UNKNOWN, Optional.of(reason + late));
    }

    /** Leaves a file to a person whose message the service does not know. */
    Next unknown(Work work, String reason) throws IOException {
        return end(work, work.entry.withoutMessage(), ImportPlace.IN_DOUBT, ImportState.UNKNOWN, Optional.of(reason));
    }

    private Next end(Work work, ImportPlace place, ImportState state, Optional<String> reason) throws IOException {
        return end(work, work.entry, place, state, reason);
    }

    private Next end(Work work, FileEntry entry, ImportPlace place, ImportState state, Optional<String> reason)
            throws IOException {
        work.succeeded();
        Ending ending = ending(entry, new Ending(place, entry.source(), state, reason));
        try {
            prepareNote(entry, ending, work.outcome);
        } catch (IOException e) {
            // Its fate counts, note or not; the note is made up for when the file moves.
            events.trouble("writing the report of " + entry.source(), e);
        }
        work.change(entry.placing(ending, clock.instant()), journal);
        return Next.atOnce();
    }

    private void prepareNote(FileEntry entry, Ending ending, Optional<ImportOutcome> outcome) throws IOException {
        switch (ending.place()) {
            case DONE -> {}
            case FAILED -> folders.prepareNote(entry, Notes.report(entry, ending, outcome, destination));
            case IN_DOUBT -> folders.prepareNote(entry, Notes.doubt(entry, ending, destination));
        }
    }

    private Ending ending(FileEntry entry, Ending ending) throws IOException {
        boolean isThere = ending.place() == ImportPlace.IN_DOUBT && folders.isInDoubt(entry);
        return isThere ? ending.named(entry.doubtName().orElseThrow()) : folders.promise(ending);
    }

    /** Moves a file to where it ends, and tells its result. */
    Next place(Work work) throws IOException {
        Ending ending = work.entry.ending().orElseThrow();
        try {
            Optional<FileStamp> changed = folders.changed(work.entry);
            if (changed.isPresent() && ending.state() == ImportState.SUCCEEDED) {
                String reason = "It was imported, but perhaps not what was written to it since: "
                        + late(work.entry, changed.get()) + HOW_TO_GO_ON;
                return end(work, ImportPlace.FAILED, ImportState.PARTIALLY_SUCCEEDED, Optional.of(reason));
            }
            if (folders.lacksNote(work.entry, ending)) {
                work.outcome = work.outcome.or(() -> askedAgain(work.entry, ending));
                prepareNote(work.entry, ending, work.outcome);
            }
            folders.place(work.entry, ending);
            work.unplaced = Optional.empty();
        } catch (NameTakenException e) {
            return rename(work, ending.named(work.entry.source()));
        } catch (IOException e) {
            return folders.isRefused(ending) && !ending.name().startsWith(work.entry.id())
                    ? rename(work, ending.named(FileNames.plain(work.entry.id(), work.entry.source())))
                    : unplaced(work, ending, e);
        }
        ImportResult result = result(work, ending);
        if (!work.told) {
            work.told = true;
            events.ended(result);
        }
        FileEntry placed = work.entry.placed(clock.instant());
        journal.record(placed);
        work.entry = placed;
        if (placed.isOver()) {
            folders.release(placed);
        }
        work.result.complete(result);
        return Next.atOnce();
    }

    private static String late(FileEntry entry, FileStamp now) {
        Shipment shipment = entry.shipment().orElseThrow();
        FileStamp sent = shipment.file().orElseThrow();
        return "it had " + sent.size() + " bytes when it was sent at " + shipment.at() + ", and now has " + now.size()
                + ", written until " + now.modified() + ".";
    }

    private Next rename(Work work, Ending wanted) throws IOException {
        work.change(work.entry.placing(folders.promise(wanted), clock.instant()), journal);
        return Next.atOnce();
    }

    private Next unplaced(Work work, Ending ending, IOException failure) {
        work.failures++;
        IOException named = new IOException(
                Printable.line(work.entry.source() + " ended as " + ending.state() + " and can't be moved to "
                        + folders.target(ending) + ": " + Printable.words(failure)),
                Printable.failure(failure));
        work.unplaced = Optional.of(named);
        return Next.failed(named, pauses.before(work.failures));
    }

    private ImportResult result(Work work, Ending ending) {
        FileEntry entry = work.entry;
        return new ImportResult(
                entry.id(),
                entry.source(),
                folders.target(ending),
                ending.place(),
                ending.state(),
                entry.message(),
                work.outcome.or(() -> askedAgain(entry, ending)),
                ending.reason());
    }

    /** What the service told before a restart is gone, so it is asked once more. */
    private Optional<ImportOutcome> askedAgain(FileEntry entry, Ending ending) {
        return ending.place() == ImportPlace.IN_DOUBT || ending.state() == ImportState.UNKNOWN
                ? Optional.empty()
                : askedAgain(entry);
    }

    /** Returns what the service tells of a file that it may have, or empty if it does not answer. */
    Optional<ImportOutcome> askedAgain(FileEntry entry) {
        try {
            return entry.message().isPresent()
                    ? destination.outcome(entry.message().get())
                    : entry.shipment().flatMap(destination::outcome);
        } catch (ConnectorException | IllegalStateException e) {
            events.trouble("asking again for the outcome of " + entry.source(), e);
            return Optional.empty();
        }
    }

    /** Moves a file back that a person said did not arrive. */
    Next bringBack(Work work) throws IOException {
        folders.bringBack(work.entry);
        work.told = false;
        work.questions = 0;
        FileEntry returning = work.entry;
        FileEntry returned = returning.returned(clock.instant());
        journal.record(returned);
        work.entry = returned;
        folders.release(returning);
        return Next.atOnce();
    }
}
