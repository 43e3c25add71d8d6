package io.github.d365fo.connector.internal.transfer;

/**
 * The sizes of the pieces of large files, in bytes.
 *
 * @param range a range of a download: so large that the round trip of each does not matter
 * @param block a block of an upload: so small that several fit into memory
 * @param atOnce the largest upload that one request sends as fast as several
 */
record PieceSizes(long range, int block, long atOnce) {
    static final PieceSizes DEFAULT = new PieceSizes(32L << 20, 4 << 20, 16L << 20);
}
