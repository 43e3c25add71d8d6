package io.github.d365fo.testkit;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.testkit.internal.connector.AuthorizationPolicy;
import io.github.d365fo.testkit.internal.connector.ExportQueue;
import io.github.d365fo.testkit.internal.content.Content;
import io.github.d365fo.testkit.internal.content.GiantPackage;
import io.github.d365fo.testkit.internal.packages.PackageMaker;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A recurring export job of the fake server, whose messages are dequeued, downloaded and acknowledged. Thread-safe.
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
 * <p>A delivery leases a message for 30 minutes by the server's clock. Every delivery has a new pop receipt, and only
 * the last receipt acknowledges the message: a guess from the Azure Storage queue behind it. A package can be
 * downloaded for 7 days.
 */
public final class FakeExportJob {
    private final ExportQueue queue;

    FakeExportJob(ExportQueue queue) {
        this.queue = queue;
    }

    /** Returns the activity id of the job, which clients send. */
    public ActivityId activityId() {
        return queue.activityId();
    }

    /**
     * Puts a {@linkplain TestPackages#tiny() tiny package} into the queue, for tests that don't care about its content.
     */
    public void publishTiny() {
        publish(TestPackages.tiny());
    }

    /**
     * Puts a message with this package into the queue. Any bytes will do, but the client rejects a file that is not a
     * complete zip unless its {@link io.github.d365fo.connector.ConnectorClientBuilder#packageCheck} is off;
     * {@link TestPackages} creates real ones.
     */
    public void publish(byte[] content) {
        Objects.requireNonNull(content, "content");
        queue.publish(Content.of(content));
    }

    /**
     * Puts a message into the queue whose package is read from {@code file} anew for each download and can be of any
     * size.
     *
     * @throws UncheckedIOException if the file can't be read
     */
    public void publish(Path file) {
        Objects.requireNonNull(file, "file");
        try {
            queue.publish(Content.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException("file: " + file + " can't be read", e);
        }
    }

    /**
     * Puts a message into the queue whose package of {@code size} bytes is generated anew for each download, so that it
     * needs neither memory nor disk. Each stream must provide those bytes and is closed after use.
     *
     * @throws IllegalArgumentException if {@code size} is negative
     */
    public void publish(Supplier<? extends InputStream> content, long size) {
        Objects.requireNonNull(content, "content");
        if (size < 0) {
            throw new IllegalArgumentException("size: expected zero or more bytes, but got " + size);
        }
        queue.publish(Content.of(content, size));
    }

    /** Puts a message into the queue whose zip of more than {@code entrySize} bytes is generated for each download. */
    public void publishGiant(long entrySize) {
        GiantPackage giant = new GiantPackage(entrySize);
        publish(giant::open, giant.size());
    }

    /**
     * Puts a message into the queue whose package can't be read: a complete zip with encrypted entries. Delivery and
     * download succeed, and only opening the package fails.
     */
    public void publishPoison() {
        publish(PackageMaker.poison());
    }

    /**
     * Puts a message without a file into the queue, as after an export without a result, with {@code reason} as its
     * error message.
     */
    public void publishWithoutFile(String reason) {
        Objects.requireNonNull(reason, "reason");
        queue.publishWithoutFile(reason);
    }

    /**
     * Sets the applications in the job's authorization policy; others are rejected. Default: every application. Returns
     * this job.
     */
    public FakeExportJob authorize(String... clientIds) {
        Given.all("clientIds", clientIds);
        queue.authorize(AuthorizationPolicy.only(clientIds));
        return this;
    }

    /** Returns the messages published so far, in their order and including acknowledged ones. */
    public List<PublishedMessage> messages() {
        return queue.messages();
    }

    /** Returns the message that was published last, or empty if there is none. */
    public Optional<PublishedMessage> newest() {
        return queue.newest();
    }

    /** Returns how many messages are not acknowledged, including leased ones. */
    public int pending() {
        return queue.pending();
    }

    /** Returns how many messages were acknowledged. */
    public int acknowledged() {
        return queue.acknowledged();
    }

    /** Returns how many messages were delivered more than once. */
    public int redelivered() {
        return queue.redelivered();
    }

    /** Returns how many messages were acknowledged before their file had been downloaded completely. */
    public int acknowledgedUnread() {
        return queue.acknowledgedUnread();
    }

    /** Returns the activity id. */
    @Override
    public String toString() {
        return "FakeExportJob[" + activityId() + "]";
    }
}
