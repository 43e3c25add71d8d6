package io.github.d365fo.feed.internal.imports;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What one thread does next. It is made before that is chosen, so that a choice needs no memory and can always be given
 * back. Its choice is guarded by the engine's lock.
 */
final class Turn {
    private final AtomicBoolean begun = new AtomicBoolean();
    private @Nullable Work work;
    private boolean scan;

    void chooseWork(Work chosen) {
        work = chosen;
    }

    void chooseScan() {
        scan = true;
    }

    /** Returns whether it is to be done now, which is so once. */
    boolean begin() {
        return begun.compareAndSet(false, true);
    }

    /** Returns the file to work on, or null if this is a look into the inbox or nobody's any more. */
    @Nullable
    Work work() {
        return work;
    }

    /** Returns whether this is a look into the inbox that is not over. */
    boolean isScan() {
        return scan;
    }

    /** What was chosen is free for others. */
    void giveUp() {
        work = null;
        scan = false;
    }
}
