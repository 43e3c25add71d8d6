package io.github.d365fo.testkit;

import io.github.d365fo.connector.ActivityId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A recurring job of the fake server whose packages are dequeued, downloaded and acknowledged. Thread-safe.
 *
 * <p>A delivery leases a message for 30 minutes on the server's clock; every delivery has a new pop receipt, and only
 * the last one acknowledges. A package can be downloaded for 7 days.
 */
public final class FakeExportJob {
    private static final Duration LEASE = Duration.ofMinutes(30);
    private static final Duration KEPT = Duration.ofDays(7);

    private final ActivityId activityId;
    private final TestClock clock;
    private final Ids ids;
    private final List<Message> messages = new ArrayList<>();
    private long receipts;

    FakeExportJob(ActivityId activityId, TestClock clock, Ids ids) {
        this.activityId = activityId;
        this.clock = clock;
        this.ids = ids;
    }

    /** A message and its present delivery. */
    static final class Message {
        final String correlationId;
        final String blobId;
        final @Nullable Content content;
        final String error;
        final Instant publishedAt;
        String popReceipt = "";

        @Nullable
        Instant leasedUntil;

        @Nullable
        Instant lastDequeuedAt;

        boolean acknowledged;

        Message(Ids ids, @Nullable Content content, String error, Instant publishedAt) {
            this.correlationId = ids.next();
            this.blobId = ids.next();
            this.content = content;
            this.error = error;
            this.publishedAt = publishedAt;
        }
    }

    /** What a client gets of a message. */
    record Delivery(Message message, String popReceipt, Optional<Instant> lastDequeuedAt) {}

    /** Returns the id by which clients call this job. */
    public ActivityId activityId() {
        return activityId;
    }

    /** Puts a package into the queue. The service exports zip files, but any bytes will do. */
    public void publish(byte[] content) {
        add(new Message(ids, Content.of(content), "", clock.instant()));
    }

    /**
     * Puts a package into the queue that is read from {@code file} at each download, however large.
     *
     * @throws UncheckedIOException if the file is not there
     */
    public void publish(Path file) {
        try {
            add(new Message(ids, Content.of(file), "", clock.instant()));
        } catch (IOException e) {
            throw new UncheckedIOException("file: expected one that can be read, but " + file + " is none", e);
        }
    }

    /** Puts a message into the queue that carries no file, as an export without result does, and says why. */
    public void publishWithoutFile(String reason) {
        add(new Message(ids, null, reason, clock.instant()));
    }

    /** Returns how many messages are not acknowledged, leased ones included. */
    public synchronized int pending() {
        return (int) messages.stream().filter(message -> !message.acknowledged).count();
    }

    /** Returns how many messages were acknowledged. */
    public synchronized int acknowledged() {
        return messages.size() - pending();
    }

    /** Leases the next message. */
    synchronized Optional<Delivery> dequeue() {
        Instant now = clock.instant();
        return messages.stream()
                .filter(message -> isFree(message, now))
                .findFirst()
                .map(message -> deliver(message, now));
    }

    /** Returns the content of a package, or empty if there is none, or no longer. */
    synchronized Optional<Content> content(String blobId) {
        return messages.stream()
                .filter(message -> message.blobId.equals(blobId))
                .filter(message -> clock.instant().isBefore(message.publishedAt.plus(KEPT)))
                .findFirst()
                .flatMap(message -> Optional.ofNullable(message.content));
    }

    /** Acknowledges a delivery; false if it is not the present one, or over. */
    synchronized boolean acknowledge(String correlationId, String popReceipt, boolean repeated) {
        return messages.stream()
                .filter(message -> message.correlationId.equals(correlationId))
                .filter(message -> message.popReceipt.equals(popReceipt))
                .filter(message -> repeated || !message.acknowledged)
                .filter(message ->
                        message.leasedUntil != null && clock.instant().isBefore(message.leasedUntil))
                .peek(message -> message.acknowledged = true)
                .findFirst()
                .isPresent();
    }

    private synchronized void add(Message message) {
        messages.add(message);
    }

    private static boolean isFree(Message message, Instant now) {
        return !message.acknowledged && (message.leasedUntil == null || !now.isBefore(message.leasedUntil));
    }

    private Delivery deliver(Message message, Instant now) {
        Optional<Instant> before = Optional.ofNullable(message.lastDequeuedAt);
        byte[] receipt = new byte[20];
        receipt[0] = 2;
        receipt[4] = 3;
        for (int i = 0; i < Long.BYTES; i++) {
            receipt[12 + i] = (byte) ((now.toEpochMilli() * 31 + receipts) >>> (8 * i));
        }
        receipts++;
        message.popReceipt = Base64.getEncoder().encodeToString(receipt);
        message.leasedUntil = now.plus(LEASE);
        message.lastDequeuedAt = now;
        return new Delivery(message, message.popReceipt, before);
    }

    /** Returns the activity id. */
    @Override
    public String toString() {
        return "FakeExportJob[" + activityId + "]";
    }
}
