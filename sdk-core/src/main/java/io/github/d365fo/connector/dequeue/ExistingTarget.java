package io.github.d365fo.connector.dequeue;

/**
 * What a download does when its target exists. An empty file, which is no link, counts as none in all three: programs
 * make one to reserve a name. A directory is always refused. Whatever is refused is not touched.
 *
 * <p>That holds also for a file that appears while the download runs, to the last moment; only on file systems without
 * hard links one that appears just then may be overwritten.
 */
public enum ExistingTarget {
    /** A target that exists is refused, before anything is sent if it exists by then. */
    REFUSE,
    /**
     * A target that exists is replaced, in one step, once the new file is whole and on the disk; until then it stays. If
     * it is a link, the link is replaced and not what it leads to.
     */
    REPLACE,
    /**
     * The default. A target that exists is kept as it is if it is the same file, and refused if it is another, so that a
     * download may be made again after a crash or a lost acknowledgement.
     *
     * <p>The service announces no checksum. So the file is fetched again, beside the target, and it is the same if its
     * length and its SHA-256 are those of the target. A link is followed to what it leads to.
     */
    KEEP_IF_SAME
}
