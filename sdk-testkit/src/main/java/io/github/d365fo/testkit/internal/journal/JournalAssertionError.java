package io.github.d365fo.testkit.internal.journal;

/** A failed assertion on a journal. Its message shows the requests unless they are shown elsewhere. Thread-safe. */
public final class JournalAssertionError extends AssertionError {
    private static final long serialVersionUID = 1;
    private static final int DEEPEST = 100;

    private final String reason;
    private final String timeline;
    private volatile boolean brief;

    public JournalAssertionError(String reason, String timeline) {
        super(reason);
        this.reason = reason;
        this.timeline = timeline;
    }

    /** Makes a failure and its causes omit the requests, since runners print messages more than once. */
    public static void makeBrief(Throwable failure) {
        Throwable each = failure;
        for (int depth = 0; each != null && depth < DEEPEST; depth++) {
            if (each instanceof JournalAssertionError error) {
                error.brief = true;
            }
            each = each.getCause();
        }
    }

    @Override
    public String getMessage() {
        return brief ? reason : reason + ". The requests:\n" + timeline;
    }
}
