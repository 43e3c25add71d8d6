package io.github.d365fo.feed;

/** The folders in which a file of an {@link ImportFeed} can end. */
public enum ImportPlace {
    /** It was imported without errors, or a person said that it arrived. */
    DONE,
    /**
     * It was refused, its import failed in whole or in part, or it was written to after it was sent. A report lies beside it.
     */
    FAILED,
    /** It is not known whether it arrived. A note that says what to look for lies beside it. */
    IN_DOUBT
}
