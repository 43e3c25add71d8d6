package io.github.d365fo.feed;

/**
 * Takes over exports. Called by as many threads at once as the feed's concurrency says.
 *
 * <p>It may be called again for a message that it has handled, as the guide's table of guarantees says: make it
 * idempotent, or use {@link TransactionalExportHandler}.
 */
@FunctionalInterface
public interface ExportHandler {
    /**
     * Handles an export. It is done when this returns; whatever it throws is a failed attempt.
     *
     * @throws Exception for any reason; the feed's {@link FailureClassifier} says what follows
     */
    void handle(Export export) throws Exception;
}
