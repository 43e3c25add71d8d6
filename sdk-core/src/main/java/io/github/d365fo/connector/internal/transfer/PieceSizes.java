package io.github.d365fo.connector.internal.transfer;

/**
 * The sizes of the pieces of large files, in bytes.
 *
 * @param firstRange the first range of a download, which tells the length: all others wait for it
 * @param smallest the least that is worth a request
 * @param largestRange so large that the round trip of each range does not matter
 * @param largestBlock the same of a block, which is sent again from its beginning if it is lost
 * @param heldBlock a block that is in memory while it is sent: so small that several fit
 * @param atOnce the largest upload that one request sends as fast as several
 */
record PieceSizes(long firstRange, long smallest, long largestRange, int largestBlock, int heldBlock, long atOnce) {
    static final PieceSizes DEFAULT = new PieceSizes(1 << 20, 2 << 20, 32 << 20, 8 << 20, 4 << 20, 16 << 20);

    /**
     * Returns the size of the next of {@code lanes} parallel ranges if {@code left} bytes are not yet requested. Ranges
     * become smaller towards the end, so that all lanes end at nearly the same time.
     */
    long range(long left, int lanes) {
        return Math.min(left, shared(left, lanes, largestRange));
    }

    /** Returns the size of the next of {@code lanes} parallel blocks if {@code left} bytes are not yet sent. */
    int block(long left, int lanes) {
        return (int) shared(left, lanes, largestBlock);
    }

    private long shared(long left, int lanes, long largest) {
        return Math.max(smallest, Math.min(largest, left / lanes));
    }
}
