package io.github.d365fo.feed.internal.ledger;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.feed.LedgerEntry;
import io.github.d365fo.feed.LedgerException;
import io.github.d365fo.feed.LedgerSession;
import io.github.d365fo.feed.LedgerState;
import io.github.d365fo.feed.MessageNames;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** A session whose entries are in a database. Thread-safe. */
public final class JdbcSession implements LedgerSession {
    private static final int MAX_OWNER = 200;

    private final LedgerDatabase database;
    private final EntryTable table;
    private final Clock clock;
    private volatile boolean closed;

    private JdbcSession(LedgerDatabase database, EntryTable table, Clock clock) {
        this.database = database;
        this.table = table;
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * Opens the part of one job.
     *
     * @throws LedgerException if the database can't be reached or has not the tables
     * @throws IllegalArgumentException if {@code owner} has more than 200 characters
     */
    public static JdbcSession open(LedgerDatabase database, ActivityId activity, String owner, Clock clock) {
        Objects.requireNonNull(owner, "owner");
        if (owner.length() > MAX_OWNER) {
            throw new IllegalArgumentException(
                    "owner: expected at most " + MAX_OWNER + " characters, but got " + owner.length());
        }
        JdbcSession session = new JdbcSession(database, new EntryTable(activity, owner), clock);
        LedgerTables.check(database);
        return session;
    }

    @Override
    public boolean knows(MessageNames message) {
        return run(statements -> table.knows(statements, message));
    }

    @Override
    public LedgerEntry claim(MessageNames message, Duration length) {
        return run(statements -> table.claim(statements, message, now(), until(length)));
    }

    @Override
    public Optional<LedgerEntry> find(String entry) {
        return run(statements -> table.find(statements, entry));
    }

    @Override
    public Optional<LedgerEntry> findUnacknowledged(String sha256) {
        return run(statements -> table.findUnacknowledged(statements, sha256));
    }

    @Override
    public boolean renew(String entry, Duration length) {
        return run(statements -> table.renew(statements, entry, now(), until(length)));
    }

    @Override
    public boolean attempt(String entry) {
        return run(statements -> table.attempt(statements, entry, now()));
    }

    @Override
    public boolean settle(String entry, LedgerState state, String sha256) {
        Settling.check(state);
        Optional<String> digest = Settling.digest(sha256);
        return run(statements ->
                table.settle(statements, entry, state, digest, now()) || table.isSettled(statements, entry, state));
    }

    /**
     * Moves an entry to {@code state} within the caller's transaction, which is left for the caller to commit: what else
     * it wrote takes effect with the entry, or not at all. The entry is locked until then.
     *
     * <p>Unlike {@link #settle(String, LedgerState, String)} this returns {@code false} for an entry that is in
     * {@code state} already, even if this owner moved it there: what the transaction did was done before, and it must be
     * rolled back.
     *
     * <p>At the isolation levels above READ COMMITTED the database may end the transaction because the claim was renewed
     * since the transaction began, with an exception whose SQL state begins with 40.
     *
     * @param connection of the database that has the ledger, not in auto-commit
     * @param state any but {@link LedgerState#OPEN}
     * @return whether the claim was this owner's and this call has moved the entry
     * @throws LedgerException if the session is closed
     * @throws SQLException if the database fails; the transaction must be rolled back then
     */
    public boolean settle(Connection connection, String entry, LedgerState state, String sha256) throws SQLException {
        Settling.check(state);
        checkOpen();
        Statements statements = new Statements(connection, Statements.TIMEOUT);
        return table.settle(statements, entry, state, Settling.digest(sha256), now());
    }

    /**
     * Returns whether {@code entry} is in the database that {@code connection} leads to.
     *
     * @throws SQLException if the database can't be asked
     */
    public boolean isSeenBy(Connection connection, String entry) throws SQLException {
        try {
            return table.find(new Statements(connection, Statements.TIMEOUT), entry)
                    .isPresent();
        } catch (SQLException e) {
            if (SqlErrors.isMissingTable(e)) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public boolean uncount(String entry) {
        return run(statements -> table.uncount(statements, entry, now()));
    }

    @Override
    public void acknowledged(String entry) {
        run(statements -> table.acknowledged(statements, entry, now()));
    }

    @Override
    public void release(String entry) {
        run(statements -> table.release(statements, entry, now()));
    }

    @Override
    public int forget(Instant time) {
        return run(statements -> table.forget(statements, EpochMillis.of(time)));
    }

    @Override
    public void close() {
        closed = true;
    }

    private <T> T run(LedgerDatabase.Work<T> work) {
        checkOpen();
        return database.transaction(work);
    }

    private void checkOpen() {
        if (closed) {
            throw new LedgerException("The ledger's session is closed");
        }
    }

    private long now() {
        return EpochMillis.of(clock.instant());
    }

    private long until(Duration length) {
        return EpochMillis.of(clock.instant().plus(length));
    }
}
