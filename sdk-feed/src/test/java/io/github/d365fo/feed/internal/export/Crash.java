package io.github.d365fo.feed.internal.export;

/** The end of a simulated process: nothing of it happens any more. */
final class Crash extends Error {
    private static final long serialVersionUID = 1;

    Crash() {
        super("the process ends here", null, false, false);
    }
}
