package io.github.d365fo.connector.internal.transfer;

/**
 * The sizes of the pieces of large files, in bytes.
 *
 * @param firstRange the first range of a download, which tells the length: all others wait for it
 * @param smallestRange the least that is worth a request
 * @param largestRange so large that the round trip of each range does not matter
 * @param block a block of an upload: so small that several fit into memory
 * @param atOnce the largest upload that one request sends as fast as several
 */
record PieceSizes(long firstRange, long smallestRange, long largestRange, int block, long atOnce) {
    static final PieceSizes DEFAULT = new PieceSizes(1 << 20, 2 << 20, 32 << 20, 4 << 20, 16 << 20);

    /**
     * Returns the size of the next of {@code lanes} parallel ranges if {@code left} bytes are not yet requested. Ranges
     * become smaller towards the end, so that all lanes end at nearly the same time.
     */
    long range(long left, int lanes) {
        return Math.min(left, Math.max(smallestRange, Math.min(largestRange, left / lanes)));
    }
}
