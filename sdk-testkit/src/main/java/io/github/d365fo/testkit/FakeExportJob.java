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
    private final ExportQueue queue;

    FakeExportJob(ExportQueue queue) {
        this.queue = queue;
    }

    /** Returns the id by which clients call this job. */
    public ActivityId activityId() {
        return queue.activityId();
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
        queue.publish(Content.of(content));
    }

    /**
     * Puts a package into the queue that is read from {@code file} at each download, however large.
     *
     * @throws UncheckedIOException if the file is not there
     */
    public void publish(Path file) {
        Objects.requireNonNull(file, "file");
        try {
            queue.publish(Content.of(file));
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
        queue.publish(Content.of(content, size));
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
        queue.publishWithoutFile(reason);
    }

    /**
     * Sets which applications the job's authorization policy names; others are refused. Default: every application.
     * Returns this job.
     */
    public FakeExportJob authorize(String... clientIds) {
        Given.all("clientIds", clientIds);
        queue.authorize(AuthorizationPolicy.only(clientIds));
        return this;
    }

    /** Returns the messages that were published so far, in their order, acknowledged ones included. */
    public List<PublishedMessage> messages() {
        return queue.messages();
    }

    /** Returns how many messages are not acknowledged, leased ones included. */
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

    /** Returns how many messages were acknowledged before their file had been downloaded whole, if it ever was. */
    public int acknowledgedUnread() {
        return queue.acknowledgedUnread();
    }

    /** Returns the activity id. */
    @Override
    public String toString() {
        return "FakeExportJob[" + activityId() + "]";
    }
}
