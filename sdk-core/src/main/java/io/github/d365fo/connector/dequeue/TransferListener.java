package io.github.d365fo.connector.dequeue;

import java.util.OptionalLong;

/**
 * Hears how far a transfer is, at most about ten times a second and once at its end. Called in the thread that moves
 * the bytes, so be quick; what it throws is logged and can't fail the transfer.
 */
@FunctionalInterface
public interface TransferListener {
    /**
     * The transfer has got this far.
     *
     * @param transferred the bytes moved so far; it falls back when a transfer starts over
     * @param total the bytes there are, or empty if that is not known
     */
    void onProgress(long transferred, OptionalLong total);

    /** Returns a listener that does nothing. */
    static TransferListener none() {
        return (transferred, total) -> {};
    }
}
