package io.github.d365fo.feed.internal.files;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/**
 * Work on files that an interrupt of its thread does not end.
 *
 * <p>An interrupt closes the channel that its thread uses. What a feed keeps on disk must be written all the same: a
 * thread is often interrupted just because the feed is being closed.
 */
final class Uninterrupted {
    private Uninterrupted() {}

    /** Work that may be begun again after any part of it was done. */
    interface Work {
        void run() throws IOException;
    }

    /** Work with a result. */
    interface Source<T> {
        T get() throws IOException;
    }

    /** Runs {@code work}, again if it was cut short by an interrupt, and leaves the thread interrupted if it was. */
    static void run(Work work) throws IOException {
        get(() -> {
            work.run();
            return true;
        });
    }

    /** Returns what {@code source} gives, as {@link #run} does. */
    static <T> T get(Source<T> source) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return source.get();
                } catch (ClosedByInterruptException e) {
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
