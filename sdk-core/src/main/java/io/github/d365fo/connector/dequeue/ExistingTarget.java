package io.github.d365fo.connector.dequeue;

/**
 * What a download does if its target exists. All three treat an empty file that is not a link as missing, since
 * programs create one to reserve a name. A directory always fails the download. A target that fails a download is not
 * touched.
 *
 * <p>This also applies to a file that appears while the download runs, up to the last moment. Only on file systems
 * without hard links may a file that appears at that moment be overwritten.
 */
public enum ExistingTarget {
    /** Fails if the target exists; before anything is sent if it exists by then. */
    REFUSE,
    /**
     * Replaces an existing target, atomically, once the new file is complete and on disk; until then it stays. If it is
     * a link, the link is replaced and not what it leads to.
     */
    REPLACE,
    /**
     * The default. Keeps an existing target if it is the same file and fails if it is another one, so that you can
     * repeat a download after a crash or a lost acknowledgement.
     *
     * <p>The service announces no checksum. So the file is downloaded again next to the target, and is the same if
     * length and SHA-256 match. Links are followed.
     */
    KEEP_IF_SAME
}
