package io.github.d365fo.benchmarks.queue;

import io.github.d365fo.feed.DeliveryLedger;
import java.net.URI;
import java.nio.file.Path;

/** A client that empties the queue of a recurring data job: takes, downloads and acknowledges each message. */
public interface PackageClient extends AutoCloseable {
    /** Returns the client of that name, for the server at {@code address}. */
    static PackageClient of(String name, URI address) {
        return switch (name) {
            case "raw sockets" -> new RawPackages(address);
            case "by-hand" -> new ByHandPackages(address);
            case "sdk" -> new SdkPackages(address);
            case "feed, memory" -> new FeedPackages(address, spool -> DeliveryLedger.inMemory());
            case "feed, directory" -> new FeedPackages(address, DeliveryLedger::inDirectory);
            default -> throw new IllegalArgumentException("unknown client " + name);
        };
    }

    /** Empties the queue, {@code atOnce} messages at a time, and returns how many there were. */
    long empty(int atOnce, Path directory) throws Exception;

    @Override
    default void close() {}
}
