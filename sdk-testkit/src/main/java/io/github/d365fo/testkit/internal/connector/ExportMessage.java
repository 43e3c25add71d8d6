package io.github.d365fo.testkit.internal.connector;

import io.github.d365fo.testkit.PublishedMessage;
import io.github.d365fo.testkit.internal.content.Content;
import io.github.d365fo.testkit.internal.json.JsonObject;
import io.github.d365fo.testkit.internal.service.Ids;
import io.github.d365fo.testkit.internal.state.StateDirectory;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A message of an export queue, and its current delivery. Guarded by its queue. */
public final class ExportMessage {
    private static final Duration LEASE = Duration.ofMinutes(30);
    private static final Duration KEPT = Duration.ofDays(7);

    private final long number;
    private final String blobId;
    private final Instant publishedAt;
    private String correlationId;
    private @Nullable Content content;
    private String error;
    private String popReceipt = "";
    private Instant freeFrom = Instant.MIN;
    private Instant leaseEnds = Instant.MIN;
    private @Nullable Instant lastDequeuedAt;
    private int deliveries;
    private boolean blobDeleted;
    private boolean downloaded;
    private boolean acknowledged;
    private boolean acknowledgedUnread;

    /** Creates a message with its place in the order of publication. */
    ExportMessage(long number, Ids ids, @Nullable Content content, String error, Instant publishedAt) {
        this.number = number;
        this.correlationId = ids.next();
        this.blobId = ids.next();
        this.content = content;
        this.error = error;
        this.publishedAt = publishedAt;
    }

    /** Restores what {@link #save} wrote. */
    ExportMessage(long number, JsonObject saved, StateDirectory directory) {
        this.number = number;
        this.correlationId = saved.requireText("correlationId");
        this.blobId = saved.requireText("blobId");
        this.content = saved.text("content").map(directory::content).orElse(null);
        this.error = saved.requireText("error");
        this.publishedAt = saved.requireInstant("publishedAt");
        this.popReceipt = saved.requireText("popReceipt");
        this.freeFrom = saved.requireInstant("freeFrom");
        this.leaseEnds = saved.requireInstant("leaseEnds");
        this.lastDequeuedAt = saved.instant("lastDequeuedAt").orElse(null);
        this.deliveries = saved.integer("deliveries").orElse(0);
        this.blobDeleted = saved.flag("blobDeleted").orElse(false);
        this.downloaded = saved.flag("downloaded").orElse(false);
        this.acknowledged = saved.flag("acknowledged").orElse(false);
        this.acknowledgedUnread = saved.flag("acknowledgedUnread").orElse(acknowledged && isUnread());
    }

    JsonObject save(StateDirectory.Keeper keeper) {
        return new JsonObject()
                .put("correlationId", correlationId)
                .put("blobId", blobId)
                .put("content", Optional.ofNullable(content).map(keeper::keep))
                .put("error", error)
                .put("publishedAt", publishedAt)
                .put("popReceipt", popReceipt)
                .put("freeFrom", freeFrom)
                .put("leaseEnds", leaseEnds)
                .put("lastDequeuedAt", Optional.ofNullable(lastDequeuedAt))
                .put("deliveries", deliveries)
                .put("blobDeleted", blobDeleted)
                .put("downloaded", downloaded)
                .put("acknowledged", acknowledged)
                .put("acknowledgedUnread", acknowledgedUnread);
    }

    PublishedMessage view(Instant now) {
        PublishedMessage.State state = isFree(now) ? PublishedMessage.State.WAITING : PublishedMessage.State.LEASED;
        return new PublishedMessage(
                correlationId,
                acknowledged ? PublishedMessage.State.ACKNOWLEDGED : state,
                Optional.ofNullable(content).map(Content::size),
                publishedAt,
                Optional.of(leaseEnds).filter(end -> !acknowledged && now.isBefore(end)),
                deliveries,
                downloaded);
    }

    /** Returns the pop receipt of the last delivery. */
    Optional<String> receipt() {
        return Optional.of(popReceipt).filter(receipt -> !receipt.isEmpty());
    }

    /** The part of a message that a client receives. */
    record Delivery(
            String correlationId,
            String popReceipt,
            Optional<String> blobId,
            String error,
            Optional<Instant> lastDequeuedAt) {}

    long number() {
        return number;
    }

    /** Returns when it can be delivered. */
    Instant freeFrom() {
        return freeFrom;
    }

    String correlationId() {
        return correlationId;
    }

    String blobId() {
        return blobId;
    }

    boolean isFree(Instant now) {
        return !acknowledged && !now.isBefore(freeFrom);
    }

    /** Leases the message. */
    Delivery deliver(String newReceipt, Instant now, boolean withoutExpired) {
        Optional<Instant> before = Optional.ofNullable(lastDequeuedAt);
        popReceipt = newReceipt;
        leaseEnds = now.plus(LEASE);
        freeFrom = leaseEnds;
        lastDequeuedAt = now;
        deliveries++;
        boolean present = content != null && !(withoutExpired && isExpired(now));
        return new Delivery(correlationId, popReceipt, present ? Optional.of(blobId) : Optional.empty(), error, before);
    }

    /** Lets the message be delivered again at once; until then, the current pop receipt is valid. */
    public void release(Instant now) {
        freeFrom = now;
    }

    /** Ends the lease: the current pop receipt becomes invalid. */
    public void endLease(Instant now) {
        freeFrom = now;
        leaseEnds = now;
    }

    void rename(String newCorrelationId) {
        correlationId = newCorrelationId;
    }

    public void removeFile(String reason) {
        content = null;
        error = reason;
    }

    public void deleteBlob() {
        blobDeleted = true;
    }

    boolean hasReceipt(String receipt) {
        return popReceipt.equals(receipt);
    }

    boolean isLeased(Instant now) {
        return now.isBefore(leaseEnds);
    }

    void acknowledge() {
        acknowledgedUnread |= !acknowledged && isUnread();
        acknowledged = true;
    }

    boolean isAcknowledged() {
        return acknowledged;
    }

    Optional<Content> content(Instant now) {
        return blobDeleted || isExpired(now) ? Optional.empty() : Optional.ofNullable(content);
    }

    void downloaded() {
        downloaded = true;
    }

    /** Returns whether it was acknowledged before its file had been downloaded completely. */
    boolean isAcknowledgedUnread() {
        return acknowledgedUnread;
    }

    private boolean isUnread() {
        return content != null && !downloaded;
    }

    int deliveries() {
        return deliveries;
    }

    /** Returns the correlation id. */
    @Override
    public String toString() {
        return correlationId;
    }

    private boolean isExpired(Instant now) {
        return !now.isBefore(publishedAt.plus(KEPT));
    }
}
