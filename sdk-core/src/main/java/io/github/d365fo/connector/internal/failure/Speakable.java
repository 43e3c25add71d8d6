package io.github.d365fo.connector.internal.failure;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Replaces exceptions whose own methods throw. A {@code CompletableFuture} calls them, and if that fails, the future
 * never completes for those who wait.
 */
public final class Speakable {
    private Speakable() {}

    /**
     * Returns {@code failure}, or, if its message, cause or stack trace or those of its causes throw
     * or are missing, a failure that names its class
     * and has its stack trace.
     */
    public static Throwable of(Throwable failure) {
        try {
            ask(failure, Collections.newSetFromMap(new IdentityHashMap<>()));
            return failure;
        } catch (Throwable e) {
            return instead(failure, e);
        }
    }

    /** Returns a failure that names the class of {@code failure}, of which a method has thrown {@code thrown}. */
    public static Throwable instead(Throwable failure, Throwable thrown) {
        IllegalStateException instead =
                new IllegalStateException("a " + failure.getClass().getName() + ", whose own methods throw ("
                        + thrown.getClass().getName() + ")");
        stackTrace(failure).ifPresent(instead::setStackTrace);
        return instead;
    }

    /** Returns the stack trace of {@code failure}, or empty if it does not give it away whole. */
    private static Optional<StackTraceElement[]> stackTrace(Throwable failure) {
        try {
            StackTraceElement[] trace = failure.getStackTrace();
            return Optional.ofNullable(trace)
                    .filter(lines -> Arrays.stream(lines).noneMatch(Objects::isNull));
        } catch (Throwable e) {
            // It has none that anybody could have.
            return Optional.empty();
        }
    }

    private static void ask(@Nullable Throwable first, Set<Throwable> met) {
        for (Throwable each = first; each != null && met.add(each); each = each.getCause()) {
            if (each.toString() == null) {
                throw new IllegalStateException("no message");
            }
            if (stackTrace(each).isEmpty()) {
                throw new IllegalStateException("no stack trace");
            }
            for (Throwable suppressed : each.getSuppressed()) {
                ask(suppressed, met);
            }
        }
    }
}
