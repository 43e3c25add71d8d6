package io.github.d365fo.feed.internal.export;

import io.github.d365fo.feed.Export;
import java.util.Optional;

/** A handler together with the way in which the ledger learns that it is done. Thread-safe. */
public interface Handling {
    /** What is known after the handler has run. */
    enum Result {
        /** It is done and noted. */
        NOTED,
        /** It is done, and the ledger does not know it yet: {@link Handling#note} tells it. */
        DONE,
        /** It may be done or not, and the ledger knows: {@link Handling#note} asks it. */
        UNCLEAR,
        /** Nothing was done, since the claim is lost. */
        LOST
    }

    /** Returns why the handler can't run at all, whatever the package, or empty if it can. Asked before an attempt counts. */
    default Optional<Throwable> obstacle(String entry) {
        return Optional.empty();
    }

    /**
     * Runs the handler.
     *
     * @throws Exception what the handler threw, when nothing is done
     */
    Result handle(Export export, String entry) throws Exception;

    /** What the ledger says after {@link Result#DONE} or {@link Result#UNCLEAR}. */
    enum Note {
        /** It is done and noted. */
        NOTED,
        /** It is not done. */
        NOT_DONE,
        /** The claim was lost to another owner before it was noted. */
        LOST
    }

    /**
     * Settles what {@link #handle} left open.
     *
     * @throws io.github.d365fo.feed.LedgerException if the ledger can't be reached
     */
    Note note(Export export, String entry);
}
