package io.github.d365fo.feed;

import java.util.Objects;

/** A run of an {@link ImportFeed} ended before its time. The cause says why, {@link #report()} what was done until then. */
public class ImportFeedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient ImportReport report;

    /** Creates an exception. */
    public ImportFeedException(String message, Throwable cause, ImportReport report) {
        super(Objects.requireNonNull(message, "message"), Objects.requireNonNull(cause, "cause"));
        this.report = Objects.requireNonNull(report, "report");
    }

    /** Returns what was done until then. */
    public ImportReport report() {
        return report;
    }
}
