package io.github.d365fo.feed.internal.export;

import io.github.d365fo.feed.LedgerEntry;
import io.github.d365fo.feed.LedgerException;
import io.github.d365fo.feed.LedgerSession;
import io.github.d365fo.feed.LedgerState;
import io.github.d365fo.feed.MessageNames;
import io.github.d365fo.feed.internal.imports.Printable;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** A ledger, which may be anybody's, whose every failure is a {@link LedgerException}. */
final class GuardedLedger implements LedgerSession {
    private final LedgerSession ledger;

    GuardedLedger(LedgerSession ledger) {
        this.ledger = ledger;
    }

    /** Returns what {@code question} does, or fails as a ledger does. */
    @SuppressWarnings("PMD.AvoidCatchingThrowable") // whatever it is, it is not known what the ledger has noted
    static <T> T ask(Supplier<T> question) {
        try {
            return question.get();
        } catch (LedgerException e) {
            throw e;
        } catch (Throwable e) {
            throw new LedgerException("the ledger failed: " + Printable.text(e), e);
        }
    }

    private static void tell(Runnable message) {
        ask(() -> {
            message.run();
            return true;
        });
    }

    @Override
    public boolean knows(MessageNames message) {
        return ask(() -> ledger.knows(message));
    }

    @Override
    public LedgerEntry claim(MessageNames message, Duration length) {
        return ask(() -> ledger.claim(message, length));
    }

    @Override
    public Optional<LedgerEntry> find(String entry) {
        return ask(() -> ledger.find(entry));
    }

    @Override
    public Optional<LedgerEntry> findUnacknowledged(String sha256) {
        return ask(() -> ledger.findUnacknowledged(sha256));
    }

    @Override
    public boolean renew(String entry, Duration length) {
        return ask(() -> ledger.renew(entry, length));
    }

    @Override
    public boolean attempt(String entry) {
        return ask(() -> ledger.attempt(entry));
    }

    @Override
    public boolean uncount(String entry) {
        return ask(() -> ledger.uncount(entry));
    }

    @Override
    public boolean settle(String entry, LedgerState state, String sha256) {
        return ask(() -> ledger.settle(entry, state, sha256));
    }

    @Override
    public void acknowledged(String entry) {
        tell(() -> ledger.acknowledged(entry));
    }

    @Override
    public void release(String entry) {
        tell(() -> ledger.release(entry));
    }

    @Override
    public int forget(Instant time) {
        return ask(() -> ledger.forget(time));
    }

    @Override
    public void close() {
        tell(ledger::close);
    }
}
