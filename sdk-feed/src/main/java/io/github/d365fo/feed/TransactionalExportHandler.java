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
     * @param connection in a transaction; {@code commit}, {@code rollback} without a savepoint, {@code close},
     *     {@code abort} and {@code setAutoCommit} throw an {@link java.sql.SQLException}. It must not be used after this
     *     has returned
     * @throws Exception for any reason; the feed's {@link FailureClassifier} says what follows
     */
    void handle(Export export, Connection connection) throws Exception;
}
