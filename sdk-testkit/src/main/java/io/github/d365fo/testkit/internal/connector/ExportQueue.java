package io.github.d365fo.testkit.internal.connector;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.testkit.PublishedMessage;
import io.github.d365fo.testkit.internal.content.Content;
import io.github.d365fo.testkit.internal.json.JsonObject;
import io.github.d365fo.testkit.internal.service.FakeServerSettings;
import io.github.d365fo.testkit.internal.service.Ids;
import io.github.d365fo.testkit.internal.state.KeptMap;
import io.github.d365fo.testkit.internal.state.StateDirectory;
import io.github.d365fo.testkit.internal.state.StatePart;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The queue of an export job: its messages, their leases and its authorization policy. Thread-safe. */
public final class ExportQueue {
    private final ActivityId activityId;
    private final InstantSource clock;
    private final Ids ids;
    private final Consumer<String> known;
    /** All messages in the order of their publication, by the ids of their packages, which never change. */
    private final KeptMap<String, ExportMessage> messages = new KeptMap<>();

    private final Map<String, ExportMessage> byCorrelation = new HashMap<>();
    private final DeliveryOrder order = new DeliveryOrder();
    private @Nullable ExportMessage newest;
    private long numbers;
    private AuthorizationPolicy policy = AuthorizationPolicy.EVERYONE;
    private long receipts;

    /** Reports its pop receipts to {@code known}. */
    ExportQueue(ActivityId activityId, InstantSource clock, Ids ids, Consumer<String> known) {
        this.activityId = activityId;
        this.clock = clock;
        this.ids = ids;
        this.known = known;
    }

    public ActivityId activityId() {
        return activityId;
    }

    /** Puts a package into the queue. */
    public void publish(Content content) {
        publish(content, "");
    }

    /** Puts a message without a file into the queue, with the reason. */
    public void publishWithoutFile(String reason) {
        publish(null, reason);
    }

    public synchronized void authorize(AuthorizationPolicy named) {
        policy = named;
    }

    synchronized AuthorizationPolicy policy() {
        return policy;
    }

    /** Returns the messages in order, including acknowledged ones, in their current state. */
    public synchronized List<PublishedMessage> messages() {
        Instant now = clock.instant();
        return messages.values().stream().map(message -> message.view(now)).toList();
    }

    /** Returns the message that was published last. */
    public synchronized Optional<PublishedMessage> newest() {
        return Optional.ofNullable(newest).map(message -> message.view(clock.instant()));
    }

    /** Returns how many messages are not acknowledged, including leased ones. */
    public synchronized int pending() {
        return order.size();
    }

    /** Returns how many messages were acknowledged. */
    public synchronized int acknowledged() {
        return messages.size() - order.size();
    }

    /** Returns how many messages were delivered more than once. */
    public int redelivered() {
        return count(message -> message.deliveries() > 1);
    }

    /** Returns how many messages were acknowledged before their file had been downloaded completely. */
    public int acknowledgedUnread() {
        return count(ExportMessage::isAcknowledgedUnread);
    }

    /** Leases the next message. */
    synchronized Optional<ExportMessage.Delivery> dequeue(FakeServerSettings settings, MessageTap tap) {
        Instant now = clock.instant();
        SortedSet<ExportMessage> free = order.free(now);
        if (free.isEmpty()) {
            return Optional.empty();
        }
        ExportMessage message = tap.choose(free);
        order.remove(message);
        tap.delivering(message);
        if (settings.is(FakeServerSettings.Switch.NEW_CORRELATION_IDS)) {
            byCorrelation.remove(message.correlationId());
            message.rename(ids.next());
            byCorrelation.put(message.correlationId(), message);
        }
        ExportMessage.Delivery delivery =
                message.deliver(receipt(now), now, settings.is(FakeServerSettings.Switch.EXPIRED_WITHOUT_FILE));
        tap.delivered(message, now);
        order.add(message, now);
        messages.changed(message.blobId());
        return Optional.of(delivery);
    }

    synchronized boolean hasBlob(String blobId) {
        return messages.get(blobId).isPresent();
    }

    /** Returns the content of a package that is about to be downloaded, or empty if there is none, or no longer. */
    synchronized Optional<Content> content(String blobId, MessageTap tap) {
        Optional<ExportMessage> found = messages.get(blobId);
        found.ifPresent(message -> {
            tap.downloading(message);
            messages.changed(blobId);
        });
        return found.flatMap(message -> message.content(clock.instant()));
    }

    /** Marks a package as downloaded completely. */
    synchronized void downloaded(String blobId) {
        messages.get(blobId).ifPresent(message -> {
            message.downloaded();
            messages.changed(blobId);
        });
    }

    /** Acknowledges a delivery; false if it is not the current one or its lease has ended. */
    synchronized boolean acknowledge(
            String correlationId, String popReceipt, FakeServerSettings settings, MessageTap tap) {
        Instant now = clock.instant();
        Optional<ExportMessage> found =
                Optional.ofNullable(byCorrelation.get(correlationId)).filter(message -> message.hasReceipt(popReceipt));
        found.ifPresent(order::remove);
        Optional<ExportMessage> accepted = found.filter(message -> tap.acknowledging(message, now))
                .filter(message ->
                        settings.is(FakeServerSettings.Switch.REPEATED_ACKNOWLEDGEMENT) || !message.isAcknowledged())
                .filter(message ->
                        settings.is(FakeServerSettings.Switch.LATE_ACKNOWLEDGEMENT) || message.isLeased(now));
        accepted.ifPresent(tap::acknowledge);
        found.ifPresent(message -> {
            order.add(message, now);
            messages.changed(message.blobId());
        });
        return accepted.isPresent();
    }

    /** Returns the settings as they can be set; the policy is missing if every application may use the job. */
    synchronized JsonObject settings() {
        return new JsonObject().put("activityId", activityId).put("authorize", policy.clientIds());
    }

    synchronized void save(StatePart part) {
        part.setting(
                "settings",
                keeper -> new JsonObject().put("policy", policy.save()).put("receipts", receipts));
        messages.save(part.part("messages"), (all, name, message) -> all.entry(name, message::save));
    }

    synchronized void restore(JsonObject saved, StateDirectory directory) {
        JsonObject settings = saved.requireObject("settings");
        policy = AuthorizationPolicy.restore(settings.requireObject("policy"));
        receipts = settings.requireNumber("receipts");
        for (JsonObject message : saved.objectsOf("messages")) {
            ExportMessage restored = new ExportMessage(++numbers, message, directory);
            add(restored);
            restored.receipt().ifPresent(known);
        }
    }

    synchronized void clear() {
        messages.clear();
        byCorrelation.clear();
        order.clear();
        newest = null;
    }

    private synchronized void publish(@Nullable Content content, String error) {
        add(new ExportMessage(++numbers, ids, content, error, clock.instant()));
    }

    private void add(ExportMessage message) {
        messages.put(message.blobId(), message);
        byCorrelation.put(message.correlationId(), message);
        order.add(message, clock.instant());
        newest = message;
    }

    private synchronized int count(Predicate<ExportMessage> which) {
        return (int) messages.values().stream().filter(which).count();
    }

    /** Returns a new pop receipt in the format of the service: 20 bytes that end in a time. */
    private String receipt(Instant now) {
        byte[] receipt = new byte[20];
        receipt[0] = 2;
        receipt[4] = 3;
        for (int i = 0; i < Long.BYTES; i++) {
            receipt[12 + i] = (byte) ((now.toEpochMilli() * 31 + receipts) >>> (8 * i));
        }
        receipts++;
        String text = Base64.getEncoder().encodeToString(receipt);
        known.accept(text);
        return text;
    }
}
