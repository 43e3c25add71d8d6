package io.github.d365fo.feed.internal.export;

import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.feed.LedgerEntry;
import io.github.d365fo.feed.LedgerException;
import io.github.d365fo.feed.LedgerState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A package that is handled from the spool, for as long as it takes. Whatever ends it leaves it there. */
final class SpooledPackage implements Task {
    private final Engine engine;
    private final StoredPackage stored;
    private final DequeueResult message;
    private final boolean isFresh;
    private Step next = this::adopt;
    private @Nullable Attempts attempts;
    private String entry;
    private int waits;

    /**
     * Creates the handling of a package.
     *
     * @param isFresh whether this process has downloaded it, so that its bytes need no check
     */
    SpooledPackage(Engine engine, StoredPackage stored, DequeueResult message, boolean isFresh) {
        this.isFresh = isFresh;
        this.engine = engine;
        this.stored = stored;
        this.message = message;
        this.entry = stored.entry();
    }

    @Override
    @SuppressWarnings("PMD.AvoidCatchingThrowable") // an Error, such as a full heap, must not end the worker
    public Pause step() {
        try {
            return next.run();
        } catch (LedgerException e) {
            return later("asking the ledger", e);
        } catch (IOException e) {
            return later("writing to the spool or the quarantine", e);
        } catch (Throwable e) {
            return later("working on a package of the spool", e);
        }
    }

    private Pause later(String doing, Throwable failure) {
        engine.obstructed(doing, failure);
        waits++;
        return Pause.after(engine.afterFailure.before(waits));
    }

    private Pause go(Step step) {
        next = step;
        return Pause.none();
    }

    /** The ledger may know less than the spool, which was written first, or more, if the spool was emptied last. */
    private Pause adopt() throws IOException {
        if (!isFresh && engine.remembersOverRestarts() && !engine.ledger.knows(stored.names())) {
            engine.book.trouble(
                    "looking for a package of the spool in the ledger",
                    new IllegalStateException(
                            "the ledger doesn't know " + stored.names().correlationId()
                                    + ", so that it is handled as if for the first time: was the ledger deleted, or is it"
                                    + " another's?"));
        }
        LedgerEntry claimed = engine.ledger.claim(stored.names(), engine.settings.claim());
        entry = claimed.id();
        if (claimed.state() == LedgerState.HANDLED || claimed.state() == LedgerState.QUARANTINED) {
            return remove();
        }
        if (!claimed.isMine() || !isSpooled(claimed)) {
            return Pause.after(engine.settings.claim());
        }
        attempts = new Attempts(engine, stored, message, claimed);
        return isFresh || engine.spool.isIntact(stored) ? go(this::handle) : go(this::damaged);
    }

    private boolean isSpooled(LedgerEntry claimed) {
        return claimed.state() == LedgerState.SPOOLED
                || engine.ledger.settle(entry, LedgerState.SPOOLED, stored.sha256());
    }

    private Pause handle() throws IOException {
        Attempts made = attempts();
        if (!made.isNoting() && !engine.spool.isThere(stored)) {
            return go(this::damaged);
        }
        return switch (made.next()) {
            case DONE -> go(this::remove);
            case LOST -> Pause.after(engine.settings.claim());
            case CUT_SHORT -> Pause.end();
            case AGAIN -> Pause.after(engine.afterFailure.before(made.made()));
            case OBSTRUCTED -> Pause.after(made.pause());
            case POISON -> go(this::quarantine);
            case FATAL -> {
                made.failure().ifPresent(failure -> engine.fail("handling a message", failure));
                yield Pause.end();
            }
        };
    }

    /** The message is acknowledged, so that this was the only copy: it is given up, and what is left of it kept. */
    private Pause damaged() {
        IOException lost = new IOException("the package in the spool is missing, or is not what was downloaded");
        attempts().failure().ifPresent(lost::addSuppressed);
        return go(() -> quarantine(Optional.of(lost)));
    }

    private Pause quarantine() throws IOException {
        return quarantine(attempts().failure());
    }

    private Pause quarantine(Optional<Throwable> failure) throws IOException {
        Path place = engine.quarantine.add(
                stored, engine.spool.file(stored.entry()), failure, attempts().made());
        return go(() -> giveUp(place, failure));
    }

    private Pause giveUp(Path place, Optional<Throwable> failure) {
        if (engine.ledger.settle(entry, LedgerState.QUARANTINED, stored.sha256())) {
            engine.book.quarantined(stored.names().correlationId(), place, failure);
        }
        return go(this::remove);
    }

    private Pause remove() throws IOException {
        engine.spool.remove(stored.entry());
        engine.handledFromSpool(stored);
        return Pause.end();
    }

    @Override
    public void abandon() {
        if (attempts != null && attempts.isNoting()) {
            step();
        }
    }

    private Attempts attempts() {
        if (attempts == null) {
            throw new IllegalStateException("the package is not adopted");
        }
        return attempts;
    }
}
