package io.github.d365fo.connector.internal.packages.zip;

import java.io.IOException;

/** Thrown for a file that is no whole zip. The message says what is wrong and begins with "its" or "it". */
public final class BrokenZip extends IOException {
    private static final long serialVersionUID = 1;

    private final boolean endMissing;

    BrokenZip(String message, boolean endMissing) {
        super(message);
        this.endMissing = endMissing;
    }

    static BrokenZip damaged(String what) {
        return new BrokenZip(what, false);
    }

    /** Returns whether the file has no end of a zip, so that it may be the beginning of one. */
    public boolean isEndMissing() {
        return endMissing;
    }
}
