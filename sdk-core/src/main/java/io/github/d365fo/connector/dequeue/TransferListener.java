package io.github.d365fo.connector.dequeue;

import java.util.OptionalLong;

/**
 * Receives the progress of a transfer, at most about ten times a second and once at its end. Called on the thread that
 * transfers the bytes, so return quickly. An exception is logged and never fails the transfer.
 */
@FunctionalInterface
public interface TransferListener {
    /**
     * Reports progress.
     *
     * @param transferred the bytes transferred so far; falls back when a transfer starts over
     * @param total the bytes in all, or empty if unknown
     */
    void onProgress(long transferred, OptionalLong total);

    /** Returns a listener that does nothing. */
    static TransferListener none() {
        return (transferred, total) -> {};
    }
}
