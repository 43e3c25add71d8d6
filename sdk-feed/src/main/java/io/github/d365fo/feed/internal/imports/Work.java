package io.github.d365fo.feed.internal.imports;

import io.github.d365fo.connector.datamanagement.ImportOutcome;
import io.github.d365fo.feed.ImportResult;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A file that has not ended, and what this process knows of it beside the journal. One thread at a time has it in work;
 * all others only read its entry.
 */
final class Work {
    final CompletableFuture<ImportResult> result = new CompletableFuture<>();
    volatile FileEntry entry;
    /** Whether the entry is newer than what the journal has. */
    boolean unrecorded;
    /** What the service told of it. */
    Optional<ImportOutcome> outcome = Optional.empty();
    /** Whether the caller was told of its ending. */
    boolean told;
    /** Whether its move to where it is worked on is perhaps not on the disk, or was perhaps not made. */
    boolean unforced;
    /** Whether its ending is counted. Guarded by the engine's lock. */
    boolean counted;
    /** Failures since the last success, by which the waits grow. */
    int failures;
    /** Those of them that may be the file's own fault, or that of what is asked for it. */
    int tries;
    /** Questions for its state since it was sent. */
    int questions;
    /** Answers in a row by which the service does not know its message. */
    int unknown;

    /** Why it is not where it ends, if moving it there failed. */
    volatile Optional<Throwable> unplaced = Optional.empty();

    /** When to work on it next, by the feed's waits. Guarded by the engine's lock. */
    Instant due;
    /** When it was last begun to be sent, by the feed's waits, or when a person last said something of it. */
    Instant since;
    /** Guarded by the engine's lock. */
    boolean busy;
    /** The stage at which it was begun to be worked on, which it may have left. Guarded by the engine's lock. */
    Stage begun;

    Work(FileEntry entry, Instant due) {
        this.entry = entry;
        this.due = due;
        this.since = due;
        this.begun = entry.stage();
        this.counted = entry.stage() == Stage.PLACED;
    }

    /** Notes that a thread has it in work. */
    void begin(Instant now) {
        since = stage() == Stage.TAKEN ? now : since;
        begun = stage();
        counted = counted && begun == Stage.PLACED;
        busy = true;
    }

    /** Notes that it is being taken, and not to be worked on before {@link #arrived}. */
    void arriving() {
        due = Instant.MAX;
    }

    /** Notes that it is where it is worked on. */
    void arrived() {
        due = since;
    }

    /** Notes a change that has happened, whether {@code journal} can write it down or not; if not, that is made up for. */
    void change(FileEntry next, ImportJournal journal) throws IOException {
        entry = next;
        unrecorded = true;
        record(journal);
    }

    /** Writes down what is not. */
    void record(ImportJournal journal) throws IOException {
        if (unrecorded) {
            journal.record(entry);
            unrecorded = false;
        }
    }

    /** Notes a success, after which failures are counted anew. */
    void succeeded() {
        failures = 0;
        tries = 0;
    }

    /** Notes what a person said of it, which is written down: {@code next} is its entry. */
    void decided(FileEntry next, Instant now) {
        entry = next;
        unrecorded = false;
        told = false;
        outcome = Optional.empty();
        succeeded();
        questions = 0;
        unknown = 0;
        unplaced = Optional.empty();
        due = now;
        since = now;
    }

    /**
     * Returns whether its fate is written down, and only its move is left. Nobody has to wait for that, unless a person has
     * to say what became of it. Guarded by the engine's lock.
     */
    boolean isSettled() {
        return !busy && !unrecorded && stage() == Stage.PLACING && !entry.isInDoubt();
    }

    /** Returns whether it was tried so often to move it where it ends that a run that is to end leaves it. */
    boolean isStuck() {
        return !busy && stage() == Stage.PLACING && unplaced.isPresent() && failures >= Tally.MOST_FAILURES;
    }

    Stage stage() {
        return entry.stage();
    }
}
