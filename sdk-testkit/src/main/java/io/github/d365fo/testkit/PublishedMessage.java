package io.github.d365fo.testkit;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A message of an export job, in the state it had when you asked for it. Immutable and thread-safe.
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
 * @param correlationId the correlation id that clients get
 * @param state whether it waits, is leased or is acknowledged
 * @param size the length of its package in bytes, or empty if it has none
 * @param publishedAt when it was published, by the server's clock
 * @param leaseEndsAt when its current lease ends, or empty if it has none
 * @param deliveries how often it was delivered
 * @param isDownloaded whether its package was downloaded completely
 */
public record PublishedMessage(
        String correlationId,
        State state,
        Optional<Long> size,
        Instant publishedAt,
        Optional<Instant> leaseEndsAt,
        int deliveries,
        boolean isDownloaded) {
    /** Rejects null. */
    public PublishedMessage {
        Objects.requireNonNull(correlationId, "correlationId");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(size, "size");
        Objects.requireNonNull(publishedAt, "publishedAt");
        Objects.requireNonNull(leaseEndsAt, "leaseEndsAt");
    }

    /** The state of a message. */
    public enum State {
        /** It is delivered to the next client that dequeues. */
        WAITING,
        /** It was delivered to a client that has not acknowledged it yet. */
        LEASED,
        /** It is not delivered again. */
        ACKNOWLEDGED
    }
}
