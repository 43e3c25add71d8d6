package io.github.d365fo.feed.internal.imports;

import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.datamanagement.ImportOutcome;
import io.github.d365fo.connector.datamanagement.ImportState;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.ProcessingTimeoutException;
import io.github.d365fo.feed.ImportPlace;
import io.github.d365fo.feed.ImportResult;
import io.github.d365fo.feed.internal.run.Growing;
import io.github.d365fo.feed.internal.run.Waits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Takes a file one step further. Each step first looks at what the journal says, then writes down what it does next, so
 * that it can be made again from any point. Thread-safe, as long as one thread at a time has a file in work.
 */
final class FileSteps {
    /** The service forgets messages about a week after they ended. */
    private static final Duration FOLLOWED = Duration.ofDays(7);

    /** Tries of what is more likely the file's fault than the world's. */
    private static final int TRIES = 5;

    private static final Duration FIRST_QUESTION = Duration.ofSeconds(1);
    private static final Duration SLOWEST_QUESTIONS = Duration.ofSeconds(30);
    private static final int MOST_DOUBLINGS = 5;
    private static final int AN_HOUR_OF_QUESTIONS = 120;
    private static final Duration QUESTIONS_OF_THE_PATIENT = Duration.ofMinutes(5);

    private final ImportJournal journal;
    private final Folders folders;
    private final Destination destination;
    private final Events events;
    private final Clock clock;
    private final Waits waits;
    private final Growing pauses;
    private final BooleanSupplier stopping;

    /** Creates steps that begin to send nothing once {@code stopping}. */
    FileSteps(
            ImportJournal journal,
            Folders folders,
            Destination destination,
            Events events,
            Clock clock,
            Waits waits,
            Growing pauses,
            BooleanSupplier stopping) {
        this.journal = journal;
        this.folders = folders;
        this.destination = destination;
        this.events = events;
        this.clock = clock;
        this.waits = waits;
        this.pauses = pauses;
        this.stopping = stopping;
    }

    /**
     * Takes the next step.
     *
     * @throws IOException if a disk fails; the step is to be made again
     */
    Next step(Work work) throws IOException {
        if (work.unrecorded) {
            record(work);
        }
        return switch (work.stage()) {
            case TAKEN -> begin(work);
            case SENDING -> goOn(work);
            case SENT -> follow(work);
            case PLACING -> place(work);
            case RETURNING -> bringBack(work);
            case PLACED, DROPPED -> Next.atOnce();
        };
    }

    private Next begin(Work work) throws IOException {
        Path file = folders.working(work.entry);
        Optional<Long> size = Folders.size(file);
        if (size.isEmpty()) {
            return fail(work, "The file is gone: somebody has moved or deleted it while it waited to be sent.");
        }
        if (size.get() == 0) {
            return fail(work, "The file is empty, so it was not sent.");
        }
        Parcel parcel;
        try {
            parcel = destination.prepare(file, work.entry.id(), clock.instant());
        } catch (RequestException e) {
            return isWorthRepeating(work, e)
                    ? again(work, e)
                    : fail(work, "It was not sent, since no request could be made for it: " + e.getMessage());
        }
        if (stopping.getAsBoolean()) {
            return Next.atOnce();
        }
        // An interrupt that is none of the feed's would end the call before it begins, each time anew.
        Thread.interrupted();
        FileEntry sending = work.entry.sending(parcel.shipment(), clock.instant());
        journal.record(sending);
        work.entry = sending;
        return send(work, parcel, false);
    }

    /** Goes on with a file that was being sent when the process ended, or when a call about it failed. */
    private Next goOn(Work work) throws IOException {
        Optional<Shipment> shipment = work.entry.shipment();
        if (shipment.isEmpty() || !destination.canAsk()) {
            return doubt(
                    work,
                    "It was perhaps sent, and no answer was written down: the feed ended before it came, or lost its journal.");
        }
        Parcel parcel;
        try {
            parcel = destination.again(folders.working(work.entry), shipment.get());
        } catch (RequestException e) {
            return isWorthRepeating(work, e) ? again(work, e) : learn(work, e);
        }
        return send(work, parcel, true);
    }

    private boolean isWorthRepeating(Work work, RequestException failure) {
        boolean passing = failure.isPassing() || Thread.currentThread().isInterrupted();
        return stopping.getAsBoolean() || (passing && work.failures < TRIES);
    }

    /** Asks what became of a file that was perhaps sent and can't be sent again. */
    private Next learn(Work work, RequestException failure) throws IOException {
        Optional<ImportOutcome> outcome = askedAgain(work.entry);
        return outcome.filter(ImportOutcome::isTerminal).isPresent()
                ? settle(work, outcome)
                : doubt(work, "It was perhaps sent, and no request could be made to find out: " + failure.getMessage());
    }

    private Next send(Work work, Parcel parcel, boolean perhapsSent) throws IOException {
        Receipt receipt;
        try {
            receipt = destination.send(parcel, perhapsSent);
        } catch (RuntimeException | Error e) {
            return judge(work, parcel, e);
        }
        work.failures = 0;
        return receipt.message().isPresent() ? arrived(work, receipt.message().get()) : settle(work, receipt.outcome());
    }

    private Next arrived(Work work, MessageId message) throws IOException {
        change(work, work.entry.sent(message, clock.instant()));
        events.sent(work.entry);
        return Next.after(FIRST_QUESTION);
    }

    private Next judge(Work work, Parcel parcel, Throwable failure) throws IOException {
        Destination.Judgement judgement = destination.judge(parcel, failure);
        if (judgement.unsent()) {
            change(work, work.entry.notSent(clock.instant()));
        }
        if (failure instanceof ProcessingTimeoutException && !judgement.unsent()) {
            return Next.after(FIRST_QUESTION);
        }
        work.failures++;
        Duration pause = longer(pauses.before(work.failures), Verdict.pause(failure));
        return switch (judgement.verdict()) {
            case FATAL -> Next.fatal(failure);
            case RETRY -> Next.held(failure, pause);
            case UNSTEADY ->
                work.failures < TRIES
                        ? Next.failed(failure, pause)
                        : fail(work, "It could not be sent: " + Printable.words(failure));
            case REFUSED -> fail(work, "The service refused it: " + Printable.words(failure));
            case DOUBT -> {
                doubt(work, "It was sent, and its answer was lost: " + Printable.words(failure));
                // What lost one answer may lose the next, and each costs a person's time.
                yield Next.held(failure, pause);
            }
        };
    }

    private Next follow(Work work) throws IOException {
        MessageId message = work.entry.message().orElseThrow();
        try {
            Optional<ImportOutcome> outcome =
                    work.failures < TRIES ? destination.outcome(message) : destination.bareOutcome(message);
            work.questions++;
            if (outcome.isPresent()) {
                return settle(work, outcome);
            }
            work.failures = 0;
            return isOld(work) ? giveUp(work, message) : Next.after(nextQuestion(work.questions));
        } catch (ConnectorException | IllegalStateException e) {
            return isOld(work) ? giveUp(work, message) : unanswered(work, e);
        }
    }

    private Next giveUp(Work work, MessageId message) throws IOException {
        return doubt(
                work,
                "It arrived as message " + message + ", and its end could not be learned in " + FOLLOWED.toDays()
                        + " days.");
    }

    private Next unanswered(Work work, RuntimeException failure) {
        if (Verdict.ofRefusal(failure) == Verdict.FATAL) {
            return Next.fatal(failure);
        }
        work.failures++;
        Duration pause = longer(pauses.before(work.failures), Verdict.pause(failure));
        return Next.held(failure, pause);
    }

    private boolean isOld(Work work) {
        return work.since.plus(FOLLOWED).isBefore(waits.now());
    }

    private static Duration nextQuestion(int asked) {
        if (asked > AN_HOUR_OF_QUESTIONS) {
            return QUESTIONS_OF_THE_PATIENT;
        }
        Duration wait = FIRST_QUESTION.multipliedBy(1L << Math.min(asked, MOST_DOUBLINGS));
        return wait.compareTo(SLOWEST_QUESTIONS) < 0 ? wait : SLOWEST_QUESTIONS;
    }

    private Next settle(Work work, Optional<ImportOutcome> outcome) throws IOException {
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

    private Next fail(Work work, String reason) throws IOException {
        return end(work, ImportPlace.FAILED, ImportState.FAILED, Optional.of(reason));
    }

    private Next doubt(Work work, String reason) throws IOException {
        return end(work, ImportPlace.IN_DOUBT, ImportState.UNKNOWN, Optional.of(reason));
    }

    private Next end(Work work, ImportPlace place, ImportState state, Optional<String> reason) throws IOException {
        work.failures = 0;
        Ending ending = ending(work.entry, new Ending(place, work.entry.source(), state, reason));
        try {
            prepareNote(work, ending);
        } catch (IOException e) {
            // Its fate counts, note or not; the note is made up for when the file moves.
            events.trouble("writing the report of " + work.entry.source(), e);
        }
        change(work, work.entry.placing(ending, clock.instant()));
        return Next.atOnce();
    }

    private void prepareNote(Work work, Ending ending) throws IOException {
        switch (ending.place()) {
            case DONE -> {}
            case FAILED -> folders.prepareNote(work.entry, Notes.report(work.entry, ending, work.outcome, destination));
            case IN_DOUBT -> folders.prepareNote(work.entry, Notes.doubt(work.entry, ending, destination));
        }
    }

    private Ending ending(FileEntry entry, Ending ending) {
        boolean isThere = ending.place() == ImportPlace.IN_DOUBT && folders.isInDoubt(entry);
        return isThere ? ending.named(entry.doubtName().orElseThrow()) : folders.promise(ending);
    }

    private Next place(Work work) throws IOException {
        Ending ending = work.entry.ending().orElseThrow();
        try {
            if (folders.lacksNote(work.entry, ending)) {
                prepareNote(work, ending);
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

    private Next rename(Work work, Ending wanted) throws IOException {
        change(work, work.entry.placing(folders.promise(wanted), clock.instant()));
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

    private Optional<ImportOutcome> askedAgain(FileEntry entry) {
        try {
            return entry.message().isPresent()
                    ? destination.outcome(entry.message().get())
                    : entry.shipment().flatMap(destination::outcome);
        } catch (ConnectorException | IllegalStateException e) {
            events.trouble("asking again for the outcome of " + entry.source(), e);
            return Optional.empty();
        }
    }

    private Next bringBack(Work work) throws IOException {
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

    private Next again(Work work, RequestException failure) {
        work.failures++;
        return Next.failed(failure.thrown(), pauses.before(work.failures));
    }

    /** Notes a change that has happened, whether it can be written down or not; if not, that is made up for later. */
    private void change(Work work, FileEntry next) throws IOException {
        work.entry = next;
        work.unrecorded = true;
        record(work);
    }

    private void record(Work work) throws IOException {
        journal.record(work.entry);
        work.unrecorded = false;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }
}
