package io.github.d365fo.feed.internal.imports;

/** Where a file is on its way. */
enum Stage {
    /** It belongs to the feed and was not sent, or was certainly not accepted. */
    TAKEN,
    /** It is being sent. Found in a journal it means that nobody knows whether it arrived. */
    SENDING,
    /** It arrived, and its message has an id. */
    SENT,
    /** Its ending is decided, and it moves to the folder of that ending. */
    PLACING,
    /** It is in the folder of its ending. */
    PLACED,
    /** A person said that it did not arrive, and it moves back from the folder of files in doubt. */
    RETURNING,
    /** It was never moved out of the inbox, so it is none of the feed's. */
    DROPPED
}
