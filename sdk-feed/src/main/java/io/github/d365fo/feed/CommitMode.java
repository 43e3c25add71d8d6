package io.github.d365fo.feed;

/** When an {@link ExportFeed} acknowledges a message. */
public enum CommitMode {
    /**
     * The default: when the handler has returned. The handler has the 30 minutes of the message's lease, less the time
     * that the download took; whoever needs longer takes the other mode.
     */
    AFTER_HANDLER,
    /**
     * When the package and a record of it are forced to the disk of the spool. It is handled from there, for as long as
     * it takes, with local retries, and after a restart if need be.
     */
    AFTER_SPOOL
}
