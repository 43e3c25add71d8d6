package io.github.d365fo.feed.internal.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Tells of a failure whether the machine lacks what any file or package would need: threads, descriptors, memory, or a disk
 * that works. That passes or is put right, and is nobody's fault of whom it happened to meet.
 */
public final class MachineTrouble {
    private static final int DEEPEST = 16;

    /** What operating systems say, which the JDK passes on; it gives no numbers. */
    private static final List<String> WORDS = List.of(
            "too many open files",
            "no space left",
            "not enough space",
            "disk quota exceeded",
            "cannot allocate memory",
            "not enough memory",
            "no buffer space available",
            "insufficient system resources",
            "resource temporarily unavailable",
            "input/output error",
            "i/o device error",
            "stale file handle",
            "stale nfs file handle",
            "read-only file system",
            "transport endpoint is not connected",
            "host is down",
            "network name is no longer available");

    /** Of arrays that no machine can have. */
    private static final List<String> TOO_LARGE = List.of("requested array size", "required array", "required length");

    private MachineTrouble() {}

    /** Returns whether {@code failure}, of the client or the feed, is or comes from trouble of the machine. */
    public static boolean is(Throwable failure) {
        return isAny(failure, true);
    }

    /**
     * Returns the same of a failure of code that works on one package. That may have filled the heap itself, and would do so
     * each time.
     */
    public static boolean isOfAll(Throwable failure) {
        return isAny(failure, false);
    }

    @SuppressWarnings("PMD.AvoidCatchingThrowable") // an exception that can't speak says nothing of a machine
    private static boolean isAny(Throwable failure, boolean heap) {
        try {
            Throwable each = failure;
            for (int depth = 0; each != null && depth < DEEPEST; depth++) {
                if (isOne(each, heap)) {
                    return true;
                }
                each = each.getCause();
            }
            return false;
        } catch (Throwable e) {
            return false;
        }
    }

    private static boolean isOne(Throwable failure, boolean heap) {
        String words = words(failure.getMessage());
        if (failure instanceof OutOfMemoryError) {
            return heap ? !saysOneOf(TOO_LARGE, words) : saysNative(words);
        }
        return (failure instanceof IOException
                        || failure instanceof UncheckedIOException
                        || failure instanceof InternalError)
                && saysOneOf(WORDS, words);
    }

    private static boolean saysNative(String words) {
        return words.contains("native thread") || words.contains("metaspace");
    }

    private static boolean saysOneOf(List<String> list, String words) {
        return list.stream().anyMatch(words::contains);
    }

    private static String words(@Nullable String message) {
        return message == null ? "" : message.toLowerCase(Locale.ROOT);
    }
}
