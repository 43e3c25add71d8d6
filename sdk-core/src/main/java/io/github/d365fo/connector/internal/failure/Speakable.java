package io.github.d365fo.connector.internal.failure;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes sure that a failure can be asked what it is. A {@code CompletableFuture} asks, and if that fails, those who wait
 * for it are never told that it ended.
 */
public final class Speakable {
    private Speakable() {}

    /**
     * Returns {@code failure}, or, if it or what lies behind it throws when it is asked for its words or its cause, one
     * that names its class and has its stack trace.
     */
    public static Throwable of(Throwable failure) {
        try {
            ask(failure, Collections.newSetFromMap(new IdentityHashMap<>()));
            return failure;
        } catch (Throwable e) {
            IllegalStateException instead =
                    new IllegalStateException("a " + failure.getClass().getName() + ", which can't say what it is ("
                            + e.getClass().getName() + ")");
            instead.setStackTrace(failure.getStackTrace());
            return instead;
        }
    }

    private static void ask(@Nullable Throwable first, Set<Throwable> met) {
        for (Throwable each = first; each != null && met.add(each); each = each.getCause()) {
            if (each.toString() == null) {
                throw new IllegalStateException("no words");
            }
            for (Throwable suppressed : each.getSuppressed()) {
                ask(suppressed, met);
            }
        }
    }
}
