package io.github.d365fo.feed;

import java.util.Objects;

/** A run of a feed ended before its time. The cause says why, {@link #report()} what was done until then. */
public class FeedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient FeedReport report;

    /** Creates an exception. */
    public FeedException(String message, Throwable cause, FeedReport report) {
        super(Objects.requireNonNull(message, "message"), Objects.requireNonNull(cause, "cause"));
        this.report = Objects.requireNonNull(report, "report");
    }

    /** Returns what was done until then. */
    public FeedReport report() {
        return report;
    }
}
