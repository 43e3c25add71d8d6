package io.github.d365fo.feed.internal.run;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A failure that could not be told when it happened, since the heap was full, for example. It takes no memory to keep one;
 * of several the first is kept. Thread-safe.
 */
public final class Untold {
    private final AtomicReference<@Nullable Throwable> kept = new AtomicReference<>();

    /** Keeps {@code failure} unless another one is. */
    public void keep(Throwable failure) {
        kept.compareAndSet(null, failure);
    }

    /** Tells what is kept, if anything is; it stays if {@code teller} throws. */
    public void tell(Consumer<Throwable> teller) {
        Throwable failure = kept.get();
        if (failure != null) {
            teller.accept(failure);
            kept.compareAndSet(failure, null);
        }
    }
}
