package io.github.d365fo.feed.internal.export;

import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.feed.FailureKind;
import io.github.d365fo.feed.LedgerEntry;
import io.github.d365fo.feed.internal.export.Handling.Note;
import io.github.d365fo.feed.internal.export.Handling.Result;
import io.github.d365fo.feed.internal.run.MachineTrouble;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Hands one package to the handler, attempt by attempt. Each is counted in the ledger before it begins, so that a package
 * that kills the process has its number. Once the handler has returned it is not called again, however long the ledger is
 * out of reach. Not thread-safe.
 */
final class Attempts {
    private final Engine engine;
    private final StoredPackage stored;
    private final String entry;
    private final Path file;
    private final DequeueResult message;
    private int made;
    private int obstructed;
    private boolean uncounted;
    private Duration pause = Duration.ZERO;
    private boolean noting;
    private boolean noted;
    private @Nullable Result result;
    private Optional<Throwable> failure = Optional.empty();
    private Instant begun = Instant.MIN;

    /** What is to be done after an attempt. */
    enum Verdict {
        /** The package is handled, and the ledger knows it. */
        DONE,
        /** Nothing: another owner has the message. */
        LOST,
        /** Another attempt. */
        AGAIN,
        /** Another attempt after {@link #pause}: the last met trouble of the machine, and does not count. */
        OBSTRUCTED,
        /** The package is to be given up. */
        POISON,
        /** The feed is to stop. */
        FATAL,
        /** Nothing: the end of the feed has cut the attempt short, and it does not count. */
        CUT_SHORT
    }

    Attempts(Engine engine, StoredPackage stored, DequeueResult message, LedgerEntry entry) {
        this.engine = engine;
        this.stored = stored;
        this.entry = entry.id();
        this.file = engine.spool.file(stored.entry());
        this.message = message;
        this.made = entry.attempts();
    }

    /**
     * Makes an attempt, or settles the last one if that is still open.
     *
     * @throws io.github.d365fo.feed.LedgerException if the ledger can't be reached; if {@link #isNoting}, the handler has
     *     run
     */
    Verdict next() {
        if (noted) {
            return Verdict.DONE;
        }
        if (noting) {
            return note();
        }
        if (uncounted) {
            uncount();
        }
        if (made >= engine.settings.attempts()) {
            return Verdict.POISON;
        }
        Optional<Throwable> obstacle = engine.handling.obstacle(entry);
        if (obstacle.isPresent()) {
            failure = obstacle;
            return Verdict.FATAL;
        }
        if (!engine.ledger.attempt(entry)) {
            return Verdict.LOST;
        }
        made++;
        begun = engine.waits.now();
        return handle();
    }

    @SuppressWarnings("PMD.AvoidCatchingThrowable") // whatever a handler throws is a failed attempt, and ends no worker
    private Verdict handle() {
        result = null;
        try {
            FetchedExport export = export();
            engine.book.handling(export, engine.waits, () -> {
                result = engine.handling.handle(export, entry);
                return true;
            });
        } catch (Throwable e) {
            if (result == null) {
                return failed(e);
            }
            // The handler has returned, and telling that has failed.
            engine.unexpected(e);
        } finally {
            engine.forgetInterrupt();
        }
        return switch (Objects.requireNonNull(result)) {
            case NOTED -> done();
            case LOST -> Verdict.LOST;
            case DONE, UNCLEAR -> {
                noting = true;
                yield note();
            }
        };
    }

    private Verdict note() {
        Note note = engine.handling.note(export(), entry);
        noting = false;
        return switch (note) {
            case NOTED -> done();
            case LOST -> Verdict.LOST;
            case NOT_DONE -> failed(new IllegalStateException("the transaction was not committed"));
        };
    }

    private Verdict done() {
        noted = true;
        if (obstructed > 0) {
            engine.intake.letGo();
            engine.schedule.wake();
        }
        engine.book.handled(stored.names().correlationId(), made, Duration.between(begun, engine.waits.now()));
        return Verdict.DONE;
    }

    private Verdict failed(Throwable e) {
        failure = Optional.of(e);
        FailureKind kind = engine.classify(e);
        if (kind == FailureKind.RETRYABLE && MachineTrouble.isOfAll(e) && !engine.isInterrupting()) {
            return obstructed(e);
        }
        engine.book.attemptFailed(stored.names().correlationId(), made, kind, e);
        if (engine.isInterrupting()) {
            engine.tryTo("taking back an attempt that was cut short", () -> engine.ledger.uncount(entry));
            return Verdict.CUT_SHORT;
        }
        return switch (kind) {
            case FATAL -> Verdict.FATAL;
            case POISON -> Verdict.POISON;
            case RETRYABLE -> made >= engine.settings.attempts() ? Verdict.POISON : Verdict.AGAIN;
        };
    }

    /** Until the machine has what it lacks, other packages would fare no better, so that none is asked for. */
    private Verdict obstructed(Throwable e) {
        obstructed++;
        pause = engine.afterFailure.before(obstructed);
        uncounted = true;
        engine.tryTo("taking back an attempt that the machine had no room for", this::uncount);
        engine.obstructed("handling a message", e);
        engine.intake.hold(engine.waits.now().plus(pause).plus(pause));
        return Verdict.OBSTRUCTED;
    }

    private void uncount() {
        engine.ledger.uncount(entry);
        uncounted = false;
        made--;
    }

    private FetchedExport export() {
        return new FetchedExport(message, file, stored.size(), stored.sha256(), made, engine.settings.clock());
    }

    /** Returns whether the handler has run, and the ledger does not know it yet. */
    boolean isNoting() {
        return noting;
    }

    /** Returns how long to wait after an attempt that was obstructed. */
    Duration pause() {
        return pause;
    }

    /** Returns how many attempts were made, those of earlier processes included. */
    int made() {
        return made;
    }

    /** Returns the last failure, if this process saw one. */
    Optional<Throwable> failure() {
        return failure;
    }
}
