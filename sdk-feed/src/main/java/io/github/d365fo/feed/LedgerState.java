package io.github.d365fo.feed;

/** What a ledger knows of a message. */
public enum LedgerState {
    /** It is being worked on, or waits for the message to come back. */
    OPEN,
    /** Its package is on its owner's disk and will be handled from there. */
    SPOOLED,
    /** It was handled. */
    HANDLED,
    /** It was given up and is in quarantine. */
    QUARANTINED
}
