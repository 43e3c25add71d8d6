package io.github.d365fo.feed.internal.imports;

/**
 * Sees each step that outlasts the process, before it is taken and after. What it throws ends the step; that is how tests
 * end a feed in the middle.
 */
@FunctionalInterface
interface StepWatcher {
    /** A watcher that does nothing. */
    StepWatcher NONE = step -> {};

    void at(String step);
}
