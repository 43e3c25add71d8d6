package io.github.d365fo.connector.internal.failure;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Replaces exceptions whose own methods throw. A {@code CompletableFuture} calls them, and if that fails, the future
 * never completes for those who wait.
 */
public final class Speakable {
    private Speakable() {}

    /**
     * Returns {@code failure}, or, if its message or cause or those of its causes throw, a failure that names its class
     * and has its stack trace.
     */
    public static Throwable of(Throwable failure) {
        try {
            ask(failure, Collections.newSetFromMap(new IdentityHashMap<>()));
            return failure;
        } catch (Throwable e) {
            IllegalStateException instead =
                    new IllegalStateException("a " + failure.getClass().getName() + ", whose own methods throw ("
                            + e.getClass().getName() + ")");
            instead.setStackTrace(failure.getStackTrace());
            return instead;
        }
    }

    private static void ask(@Nullable Throwable first, Set<Throwable> met) {
        for (Throwable each = first; each != null && met.add(each); each = each.getCause()) {
            if (each.toString() == null) {
                throw new IllegalStateException("no message");
            }
            for (Throwable suppressed : each.getSuppressed()) {
                ask(suppressed, met);
            }
        }
    }
}
