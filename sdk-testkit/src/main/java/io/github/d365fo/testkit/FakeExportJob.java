package io.github.d365fo.testkit;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.testkit.internal.connector.AuthorizationPolicy;
import io.github.d365fo.testkit.internal.content.Content;
import io.github.d365fo.testkit.internal.content.GiantPackage;
import io.github.d365fo.testkit.internal.content.StateDirectory;
import io.github.d365fo.testkit.internal.journal.Secrets;
import io.github.d365fo.testkit.internal.json.JsonObject;
import io.github.d365fo.testkit.internal.packages.PackageMaker;
import io.github.d365fo.testkit.internal.service.FakeServerSettings;
import io.github.d365fo.testkit.internal.service.Ids;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A recurring job of the fake server whose packages are dequeued, downloaded and acknowledged. Thread-safe.
 *
 * <pre>{@code
 * server.exportJob().publish(zip);
 * server.exportJob().publishWithoutFile("no customer changed");
 * for (Optional<DequeueResult> next = exports.dequeue(); next.isPresent(); next = exports.dequeue()) {
 *     if (next.get().fileExists()) {
 *         exports.download(next.get(), directory.resolve(next.get().correlationId() + ".zip"));
 *     }
 *     exports.acknowledge(next.get());
 * }
 * assert server.exportJob().pending() == 0;
 * assert server.exportJob().acknowledgedUnread() == 0; // no package was lost
 * }</pre>
 *
 * <p>A delivery leases a message for 30 minutes on the server's clock. Every delivery has a new pop receipt, and only the
 * last one acknowledges: a guess from the queue of Azure Storage behind it. A package can be downloaded for 7 days.
 */
public final class FakeExportJob {
    private final ActivityId activityId;
    private final TestClock clock;
    private final Ids ids;
    private final Secrets secrets;
    private final List<ExportMessage> messages = new ArrayList<>();
    private AuthorizationPolicy policy = AuthorizationPolicy.EVERYONE;
    private long receipts;

    FakeExportJob(ActivityId activityId, TestClock clock, Ids ids, Secrets secrets) {
        this.activityId = activityId;
        this.clock = clock;
        this.ids = ids;
        this.secrets = secrets;
    }

    /** Returns the id by which clients call this job. */
    public ActivityId activityId() {
        return activityId;
    }

    /** Puts a {@linkplain TestPackages#tiny() tiny package} into the queue, where it does not matter what is in it. */
    public void publishTiny() {
        publish(TestPackages.tiny());
    }

    /**
     * Puts a package into the queue. Any bytes will do, but the client refuses what is no whole zip unless its
     * {@link io.github.d365fo.connector.ConnectorClientBuilder#packageCheck} is off; {@link TestPackages} makes real ones.
     */
    public void publish(byte[] content) {
        Objects.requireNonNull(content, "content");
        add(new ExportMessage(ids, Content.of(content), "", clock.instant()));
    }

    /**
     * Puts a package into the queue that is read from {@code file} at each download, however large.
     *
     * @throws UncheckedIOException if the file is not there
     */
    public void publish(Path file) {
        Objects.requireNonNull(file, "file");
        try {
            add(new ExportMessage(ids, Content.of(file), "", clock.instant()));
        } catch (IOException e) {
            throw new UncheckedIOException("file: expected one that can be read, but " + file + " is none", e);
        }
    }

    /**
     * Puts a package of {@code size} bytes into the queue that is made at each download, so that it needs neither
     * memory nor disk. Each stream must give those bytes, and is closed.
     *
     * @throws IllegalArgumentException if {@code size} is negative
     */
    public void publish(Supplier<? extends InputStream> content, long size) {
        Objects.requireNonNull(content, "content");
        if (size < 0) {
            throw new IllegalArgumentException("size: expected zero or more bytes, but got " + size);
        }
        add(new ExportMessage(ids, Content.of(content, size), "", clock.instant()));
    }

    /** Puts a zip package of more than {@code entrySize} bytes into the queue that is made at each download. */
    public void publishGiant(long entrySize) {
        GiantPackage giant = new GiantPackage(entrySize);
        publish(giant::open, giant.size());
    }

    /**
     * Puts a package into the queue that no handler can read: a whole zip whose entries say that they are encrypted.
     * Delivery and download are in order, so that only who opens it will notice.
     */
    public void publishPoison() {
        publish(PackageMaker.poison());
    }

    /** Puts a message into the queue that carries no file, as an export without result does, and says why. */
    public void publishWithoutFile(String reason) {
        Objects.requireNonNull(reason, "reason");
        add(new ExportMessage(ids, null, reason, clock.instant()));
    }

    /**
     * Sets which applications the job's authorization policy names; others are refused. Default: every application.
     * Returns this job.
     */
    public synchronized FakeExportJob authorize(String... clientIds) {
        Given.all("clientIds", clientIds);
        policy = AuthorizationPolicy.only(clientIds);
        return this;
    }

    /** Returns the messages that were published so far, in their order, acknowledged ones included. */
    public synchronized List<PublishedMessage> messages() {
        Instant now = clock.instant();
        return messages.stream().map(message -> message.view(now)).toList();
    }

    /** Returns how many messages are not acknowledged, leased ones included. */
    public int pending() {
        return count(message -> !message.isAcknowledged());
    }

    /** Returns how many messages were acknowledged. */
    public int acknowledged() {
        return count(ExportMessage::isAcknowledged);
    }

    /** Returns how many messages were delivered more than once. */
    public int redelivered() {
        return count(message -> message.deliveries() > 1);
    }

    /** Returns how many messages were acknowledged whose file nobody had downloaded whole. */
    public int acknowledgedUnread() {
        return count(message -> message.isAcknowledged() && message.isUnread());
    }

    synchronized AuthorizationPolicy policy() {
        return policy;
    }

    /** Leases the next message. */
    synchronized Optional<ExportMessage.Delivery> dequeue(FakeServerSettings settings, Optional<Fault> fault) {
        Instant now = clock.instant();
        List<ExportMessage> free =
                messages.stream().filter(message -> message.isFree(now)).toList();
        if (free.isEmpty()) {
            return Optional.empty();
        }
        boolean youngest = fault.filter(Fault.OutOfOrder.class::isInstance).isPresent();
        ExportMessage message = free.get(youngest ? free.size() - 1 : 0);
        fault.filter(Fault.NoFile.class::isInstance)
                .map(Fault.NoFile.class::cast)
                .ifPresent(f -> message.loseFile(f.reason()));
        if (settings.is(FakeServerSettings.Switch.NEW_CORRELATION_IDS)) {
            message.rename(ids.next());
        }
        ExportMessage.Delivery delivery =
                message.deliver(receipt(now), now, settings.is(FakeServerSettings.Switch.EXPIRED_WITHOUT_FILE));
        if (fault.filter(Fault.DuplicateDelivery.class::isInstance).isPresent()) {
            message.release(now);
        }
        return Optional.of(delivery);
    }

    synchronized JsonObject save(StateDirectory.Keeper keeper) {
        return new JsonObject()
                .put("activityId", activityId)
                .put("policy", policy.save())
                .put("receipts", receipts)
                .put(
                        "messages",
                        messages.stream().map(message -> message.save(keeper)).toList());
    }

    synchronized void restore(JsonObject saved, StateDirectory directory) {
        policy = AuthorizationPolicy.restore(saved.requireObject("policy"));
        receipts = saved.requireNumber("receipts");
        for (JsonObject message : saved.objects("messages")) {
            ExportMessage restored = new ExportMessage(message, directory);
            messages.add(restored);
            restored.receipt().ifPresent(secrets::learn);
        }
    }

    synchronized void clear() {
        messages.clear();
    }

    synchronized boolean hasBlob(String blobId) {
        return find(blobId).isPresent();
    }

    /** Returns the content of a package, or empty if there is none, or no longer. */
    synchronized Optional<Content> content(String blobId) {
        return find(blobId).flatMap(message -> message.content(clock.instant()));
    }

    synchronized void deleteBlob(String blobId) {
        find(blobId).ifPresent(ExportMessage::deleteBlob);
    }

    /** Notices that a package was sent to its end. */
    synchronized void downloaded(String blobId) {
        find(blobId).ifPresent(ExportMessage::downloaded);
    }

    /** Acknowledges a delivery; false if it is not the present one, or over. */
    synchronized boolean acknowledge(
            String correlationId, String popReceipt, FakeServerSettings settings, Optional<Fault> fault) {
        Instant now = clock.instant();
        Optional<ExportMessage> found = messages.stream()
                .filter(message -> message.isOf(correlationId, popReceipt))
                .findFirst();
        if (fault.filter(Fault.ExpiredReceipt.class::isInstance).isPresent()) {
            found.ifPresent(message -> message.endLease(now));
            return false;
        }
        boolean accepted = found.filter(message ->
                        settings.is(FakeServerSettings.Switch.REPEATED_ACKNOWLEDGEMENT) || !message.isAcknowledged())
                .filter(message -> settings.is(FakeServerSettings.Switch.LATE_ACKNOWLEDGEMENT) || message.isLeased(now))
                .isPresent();
        if (accepted
                && fault.filter(Fault.LostAcknowledgement.class::isInstance).isEmpty()) {
            found.ifPresent(ExportMessage::acknowledge);
        }
        return accepted;
    }

    private synchronized void add(ExportMessage message) {
        messages.add(message);
    }

    private synchronized int count(Predicate<ExportMessage> which) {
        return (int) messages.stream().filter(which).count();
    }

    private Optional<ExportMessage> find(String blobId) {
        return messages.stream().filter(message -> message.isBlob(blobId)).findFirst();
    }

    /** Returns a new receipt in the shape of the service's: 20 bytes that end in a time. */
    private String receipt(Instant now) {
        byte[] receipt = new byte[20];
        receipt[0] = 2;
        receipt[4] = 3;
        for (int i = 0; i < Long.BYTES; i++) {
            receipt[12 + i] = (byte) ((now.toEpochMilli() * 31 + receipts) >>> (8 * i));
        }
        receipts++;
        String text = Base64.getEncoder().encodeToString(receipt);
        secrets.learn(text);
        return text;
    }

    /** Returns the activity id. */
    @Override
    public String toString() {
        return "FakeExportJob[" + activityId + "]";
    }
}
