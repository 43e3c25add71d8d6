package io.github.d365fo.connector.internal.transfer;

/**
 * Into what pieces large files are cut, in bytes.
 *
 * @param range a range of a download: large enough for the round trip that each costs not to matter
 * @param block a block of an upload: small enough for several to be in memory
 * @param atOnce the largest upload that one request carries as quickly as several
 */
record PieceSizes(long range, int block, long atOnce) {
    static final PieceSizes DEFAULT = new PieceSizes(32L << 20, 4 << 20, 16L << 20);
}
