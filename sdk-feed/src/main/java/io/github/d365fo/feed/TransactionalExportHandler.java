package io.github.d365fo.feed;

import java.sql.Connection;

/**
 * Takes over exports into a database, in the transaction in which the ledger notes that it is done: each package takes
 * effect exactly once, however the process dies. Called by as many threads at once as the feed's concurrency says.
 */
@FunctionalInterface
public interface TransactionalExportHandler {
    /**
     * Handles an export. What it writes through {@code connection} is committed by the feed when this returns, and rolled
     * back if it throws.
     *
     * <p>The connection, its statements, results and metadata lead nowhere but back to it: what would end the transaction
     * ({@code commit}, {@code rollback} without a savepoint, {@code close}, {@code abort}, {@code setAutoCommit}) or
     * outlast it ({@code setTransactionIsolation}, {@code setReadOnly}, {@code beginRequest}, {@code endRequest}), and
     * {@code unwrap} to a driver's own type, throw an {@link java.sql.SQLException}. Savepoints work. The text of
     * statements is not looked at: {@code COMMIT}, {@code ROLLBACK}, and DDL where the database commits before it, end the
     * transaction, and with it the promise that each package takes effect once.
     *
     * @param connection in a transaction; it can't be used after this has returned
     * @throws Exception for any reason; the feed's {@link FailureClassifier} says what follows
     */
    void handle(Export export, Connection connection) throws Exception;
}
