package io.github.d365fo.connector.internal.packages.zip;

import java.io.IOException;

/** A file is not a complete zip. The message says what is wrong and begins with "its" or "it". */
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

    /** Returns whether the end record is missing, so that the file may be a truncated zip. */
    public boolean isEndMissing() {
        return endMissing;
    }
}
