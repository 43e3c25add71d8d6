package io.github.d365fo.feed;

import io.github.d365fo.connector.dequeue.DequeueResult;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** A message with its downloaded package, as a handler gets it. Thread-safe. */
public interface Export {
    /**
     * Returns the message. In a handling that began after a restart of the process it has neither pop receipt nor
     * download address, which are not kept on the disk.
     */
    DequeueResult message();

    /**
     * Returns where the package is: a whole zip, whose digest was checked. The feed deletes it when the message is
     * settled; a handler that needs it longer copies or moves it.
     */
    Path file();

    /** Returns the length of the package in bytes. */
    long size();

    /** Returns the package's SHA-256 in hexadecimal digits. */
    String sha256();

    /** Returns which attempt this is, from 1; attempts of earlier processes count. */
    int attempt();

    /**
     * Returns when the message's lease ends. With {@link CommitMode#AFTER_SPOOL} the message was acknowledged, or will be
     * when it comes back, so that nothing hangs on it.
     */
    Instant leaseExpiresAt();

    /** Returns the time until {@link #leaseExpiresAt()} by the feed's clock, zero if it has passed. */
    Duration remaining();
}
