package io.github.d365fo.connector.internal.secrets;

import io.github.d365fo.connector.internal.failure.Speakable;
import java.io.IOException;
import java.util.IdentityHashMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Removes secrets from a failure, its causes, its suppressed exceptions and those that it iterates over, as an
 * {@code SQLException} does. An exception without secrets stays the same
 * object; one that contains a secret, or has such a cause, is replaced by a copy with the same stack trace that names
 * the class.
 */
public final class FailureCleaner {
    /** How deep causes are followed; deeper ones are left out. */
    private static final int DEEPEST = 64;

    private final UnaryOperator<String> words;
    private final Function<Throwable, String> details;

    /** The result for each failure seen so far; null while it is being checked, which also catches circular causes. */
    private final IdentityHashMap<Throwable, @Nullable Throwable> met = new IdentityHashMap<>();

    private FailureCleaner(UnaryOperator<String> words, Function<Throwable, String> details) {
        this.words = words;
        this.details = details;
    }

    /**
     * Returns {@code failure} with {@code words} applied to all its texts; {@code details} returns the texts of a
     * failure other than its message, which a copy does not have.
     */
    public static Throwable clean(Throwable failure, UnaryOperator<String> words, Function<Throwable, String> details) {
        Throwable speakable = Speakable.of(failure);
        try {
            Throwable clean = new FailureCleaner(words, details).clean(speakable, DEEPEST);
            return clean == null ? speakable : clean;
        } catch (Throwable e) {
            // A method that answered the first time need not do so again.
            return Speakable.instead(failure, e);
        }
    }

    private @Nullable Throwable clean(@Nullable Throwable failure, int depth) {
        if (failure == null || depth == 0 || met.containsKey(failure)) {
            return failure == null || depth == 0 ? null : met.get(failure);
        }
        met.put(failure, null);
        Throwable cause = clean(failure.getCause(), depth - 1);
        Throwable[] suppressed = failure.getSuppressed();
        boolean same = cause == failure.getCause();
        for (int i = 0; i < suppressed.length; i++) {
            Throwable clean = clean(suppressed[i], depth - 1);
            same &= clean == suppressed[i];
            suppressed[i] = clean;
        }
        same &= !(failure instanceof Iterable<?> chain) || areClean(failure, chain, depth);
        Throwable result = same && isClean(failure) ? failure : copy(failure, cause, suppressed);
        met.put(failure, result);
        return result;
    }

    /** A copy has no such chain, so one that is not clean disappears. */
    private boolean areClean(Throwable failure, Iterable<?> chain, int depth) {
        try {
            int left = DEEPEST;
            for (Object each : chain) {
                if (left-- == 0 || (each instanceof Throwable other && other != failure && !isSame(other, depth))) {
                    return false;
                }
            }
            return true;
        } catch (RuntimeException | StackOverflowError e) {
            return false;
        }
    }

    private boolean isSame(Throwable failure, int depth) {
        return clean(failure, depth - 1) == failure;
    }

    private boolean isClean(Throwable failure) {
        try {
            String whole = failure.toString();
            String message = String.valueOf(failure.getMessage());
            return isClean(whole) && (whole.contains(message) || isClean(message)) && isClean(details.apply(failure));
        } catch (RuntimeException | StackOverflowError e) {
            // The methods of a foreign exception throw: its copy says only its class.
            return false;
        }
    }

    private boolean isClean(String text) {
        return words.apply(text).equals(text);
    }

    private String message(Throwable failure) {
        try {
            return words.apply(failure.getMessage() == null ? "" : failure.getMessage());
        } catch (RuntimeException | StackOverflowError e) {
            return "";
        }
    }

    private Throwable copy(Throwable failure, @Nullable Throwable cause, @Nullable Throwable[] suppressed) {
        Throwable copy = copy(failure, message(failure));
        if (cause != null) {
            copy.initCause(cause);
        }
        for (Throwable each : suppressed) {
            if (each != null) {
                copy.addSuppressed(each);
            }
        }
        copy.setStackTrace(failure.getStackTrace());
        return copy;
    }

    /** Keeps the types that the SDK or a caller distinguishes. */
    private static Throwable copy(Throwable failure, String message) {
        if (failure instanceof InterruptedException) {
            return new InterruptedException(message);
        }
        if (failure instanceof CancellationException) {
            return new CancellationException(message);
        }
        if (failure instanceof TimeoutException) {
            return new TimeoutException(message);
        }
        if (failure instanceof IllegalArgumentException) {
            return new IllegalArgumentException(named(IllegalArgumentException.class, failure, message));
        }
        if (failure instanceof IOException) {
            return new IOException(named(IOException.class, failure, message));
        }
        if (failure instanceof RuntimeException) {
            return new RuntimeException(named(RuntimeException.class, failure, message));
        }
        return failure instanceof Error
                ? new Error(named(Error.class, failure, message))
                : new Exception(named(Exception.class, failure, message));
    }

    private static String named(Class<? extends Throwable> type, Throwable failure, String message) {
        return failure.getClass() == type ? message : failure.getClass().getName() + ": " + message;
    }
}
