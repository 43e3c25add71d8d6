package io.github.d365fo.testkit;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A message of an export job, as it was when it was asked for. Immutable and thread-safe.
 *
 * <pre>{@code
 * server.exportJob().publish(zip);
 * exports.dequeue(); // and then the integration crashes
 * PublishedMessage message = server.exportJob().messages().get(0);
 * assert message.state() == PublishedMessage.State.LEASED && !message.isDownloaded();
 * server.clock().advance(Duration.ofMinutes(30));
 * assert server.exportJob().messages().get(0).state() == PublishedMessage.State.WAITING;
 * }</pre>
 *
 * @param correlationId the id that clients are given with it
 * @param state whether it waits, is leased or is acknowledged
 * @param size the length of its package in bytes, or empty if it carries none
 * @param publishedAt when it was published, by the server's clock
 * @param leaseEndsAt when its present lease ends, or empty if it has none
 * @param deliveries how often it was delivered
 * @param isDownloaded whether its package was fetched whole
 */
public record PublishedMessage(
        String correlationId,
        State state,
        Optional<Long> size,
        Instant publishedAt,
        Optional<Instant> leaseEndsAt,
        int deliveries,
        boolean isDownloaded) {
    /** Refuses null. */
    public PublishedMessage {
        Objects.requireNonNull(correlationId, "correlationId");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(size, "size");
        Objects.requireNonNull(publishedAt, "publishedAt");
        Objects.requireNonNull(leaseEndsAt, "leaseEndsAt");
    }

    /** Where a message is. */
    public enum State {
        /** It is given to the next client that asks. */
        WAITING,
        /** It was given to a client that has not acknowledged it yet. */
        LEASED,
        /** It does not come back. */
        ACKNOWLEDGED
    }
}
