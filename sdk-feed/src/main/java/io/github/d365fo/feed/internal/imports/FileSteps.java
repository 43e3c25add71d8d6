package io.github.d365fo.feed.internal.imports;

import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.datamanagement.ImportOutcome;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.ProcessingTimeoutException;
import io.github.d365fo.feed.internal.run.Growing;
import io.github.d365fo.feed.internal.run.MachineTrouble;
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
    private final Telling telling;
    private final Endings endings;
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
        this.telling = new Telling(destination.knownSecrets());
        this.endings = new Endings(journal, folders, destination, events, clock, pauses);
        this.stopping = stopping;
    }

    /**
     * Takes the next step.
     *
     * @throws IOException if a disk fails; the step is to be made again
     */
    Next step(Work work) throws IOException {
        work.record(journal);
        return switch (work.stage()) {
            case TAKEN -> begin(work);
            case SENDING -> goOn(work);
            case SENT -> follow(work);
            case PLACING -> endings.place(work);
            case RETURNING -> endings.bringBack(work);
            case PLACED, DROPPED -> Next.atOnce();
        };
    }

    private Next begin(Work work) throws IOException {
        Path file = folders.working(work.entry);
        Optional<FileStamp> stamp = FileStamp.of(file);
        if (work.unforced) {
            if (stamp.isEmpty()) {
                return leaveInInbox(work);
            }
            folders.forceTaken(work.entry);
            work.unforced = false;
        }
        if (stamp.isEmpty()) {
            return endings.fail(work, "The file is gone: somebody has moved or deleted it while it waited to be sent.");
        }
        if (stamp.get().size() == 0) {
            return endings.fail(work, "The file is empty, so it was not sent.");
        }
        Parcel parcel;
        try {
            parcel = destination.prepare(file, work.entry.id(), clock.instant());
        } catch (RequestException e) {
            return isWorthRepeating(work, e)
                    ? again(work, e)
                    : endings.fail(work, "It was not sent, since no request could be made for it: " + e.getMessage());
        }
        if (stopping.getAsBoolean()) {
            return Next.atOnce();
        }
        // An interrupt that is none of the feed's would end the call before it begins, each time anew.
        Thread.interrupted();
        FileEntry sending = work.entry.sending(parcel.shipment().of(stamp.get()), clock.instant());
        journal.record(sending);
        work.entry = sending;
        return send(work, parcel, false);
    }

    /** It could not be seen whether it had moved, and it has not. */
    private Next leaveInInbox(Work work) throws IOException {
        folders.tidy(work.entry);
        work.change(work.entry.dropped(clock.instant()), journal);
        return Next.atOnce();
    }

    /** Goes on with a file that was being sent when the process ended, or when a call about it failed. */
    private Next goOn(Work work) throws IOException {
        Optional<Shipment> shipment = work.entry.shipment();
        if (shipment.isEmpty() || !destination.canAsk()) {
            return endings.doubt(
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
        return stopping.getAsBoolean() || MachineTrouble.is(failure.thrown()) || (passing && work.tries < TRIES);
    }

    /** Asks what became of a file that was perhaps sent and can't be sent again. */
    private Next learn(Work work, RequestException failure) throws IOException {
        Optional<ImportOutcome> outcome = endings.askedAgain(work.entry);
        return outcome.filter(ImportOutcome::isTerminal).isPresent()
                ? endings.settle(work, outcome)
                : endings.doubt(
                        work, "It was perhaps sent, and no request could be made to find out: " + failure.getMessage());
    }

    private Next send(Work work, Parcel parcel, boolean perhapsSent) throws IOException {
        Receipt receipt;
        try {
            receipt = destination.send(parcel, perhapsSent);
        } catch (RuntimeException | Error e) {
            return judge(work, parcel, e);
        }
        work.succeeded();
        return receipt.message().isPresent()
                ? arrived(work, receipt.message().get())
                : endings.settle(work, receipt.outcome());
    }

    private Next arrived(Work work, MessageId message) throws IOException {
        work.change(work.entry.sent(message, clock.instant()), journal);
        events.sent(work.entry);
        return Next.after(FIRST_QUESTION);
    }

    private Next judge(Work work, Parcel parcel, Throwable failure) throws IOException {
        Destination.Judgement judgement = destination.judge(parcel, failure);
        if (judgement.unsent()) {
            work.change(work.entry.notSent(clock.instant()), journal);
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
                ++work.tries < TRIES
                        ? Next.failed(failure, pause)
                        : endings.fail(work, "It could not be sent: " + telling.words(failure));
            case EXPIRED ->
                ++work.tries < TRIES
                        ? Next.held(failure, pause)
                        : endings.fail(
                                work,
                                "It was uploaded " + TRIES + " times and nothing was imported, since the address of the"
                                        + " upload had ended: " + telling.words(failure));
            case REFUSED -> endings.fail(work, "The service refused it: " + telling.words(failure));
            case DOUBT -> {
                endings.doubt(work, "It was sent, and its answer was lost: " + telling.words(failure));
                // What lost one answer may lose the next, and each costs a person's time.
                yield Next.held(failure, pause);
            }
        };
    }

    private Next follow(Work work) throws IOException {
        MessageId message = work.entry.message().orElseThrow();
        try {
            Optional<ImportOutcome> outcome =
                    work.tries < TRIES ? destination.outcome(message) : destination.bareOutcome(message);
            work.questions++;
            work.unknown = 0;
            if (outcome.isPresent()) {
                return endings.settle(work, outcome);
            }
            work.succeeded();
            return isOld(work) ? giveUp(work, message) : Next.after(nextQuestion(work.questions));
        } catch (ConnectorException | IllegalStateException e) {
            if (isOld(work)) {
                return giveUp(work, message);
            }
            return Verdict.isUnknown(message, e) ? unknown(work, message, e) : unanswered(work, e);
        }
    }

    /** The id may be wrong, whether a person gave it or an answer that was damaged on its way. */
    private Next unknown(Work work, MessageId message, RuntimeException failure) throws IOException {
        work.unknown++;
        return work.unknown < TRIES
                ? Next.failed(failure, pauses.before(work.unknown))
                : endings.unknown(
                        work,
                        "It was followed as message " + message + ", which the service does not know, or no longer: "
                                + telling.words(failure));
    }

    private Next giveUp(Work work, MessageId message) throws IOException {
        return endings.doubt(
                work,
                "It arrived as message " + message + ", and its end could not be learned in " + FOLLOWED.toDays()
                        + " days.");
    }

    private Next unanswered(Work work, RuntimeException failure) {
        if (Verdict.ofRefusal(failure) == Verdict.FATAL) {
            return Next.fatal(failure);
        }
        work.failures++;
        work.tries += MachineTrouble.is(failure) ? 0 : 1;
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

    private Next again(Work work, RequestException failure) {
        work.failures++;
        Duration pause = pauses.before(work.failures);
        if (MachineTrouble.is(failure.thrown())) {
            return Next.held(failure.thrown(), pause);
        }
        work.tries++;
        return Next.failed(failure.thrown(), pause);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }
}
