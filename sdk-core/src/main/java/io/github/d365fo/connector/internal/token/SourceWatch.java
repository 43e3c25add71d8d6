package io.github.d365fo.connector.internal.token;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets a call know of the questions to a token source that it causes: a cache between them answers most others, and may
 * be a user's. Tied to the thread that asks the cache.
 */
public final class SourceWatch {
    private static final ThreadLocal<@Nullable Watcher> PRESENT = new ThreadLocal<>();

    private SourceWatch() {}

    /** Who is told of a question. */
    @FunctionalInterface
    public interface Watcher {
        /** Called when the source is asked; the answer takes the reason if it fails, or else null. */
        Consumer<@Nullable Throwable> asked();
    }

    /** Asks a cache, and tells {@code watcher} if it asks its source. */
    public static <T> T watched(Watcher watcher, Supplier<T> question) {
        PRESENT.set(watcher);
        try {
            return question.get();
        } finally {
            PRESENT.remove();
        }
    }

    /** Tells that this thread asks a source, whose own caches are of no interest. */
    public static Consumer<@Nullable Throwable> asked() {
        Watcher watcher = PRESENT.get();
        if (watcher == null) {
            return reason -> {};
        }
        PRESENT.remove();
        return watcher.asked();
    }
}
