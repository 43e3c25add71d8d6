package io.github.d365fo.feed.internal.imports;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Words for people, in lines that nobody's file names or exceptions can forge: a name may hold line breaks, escapes of
 * terminals, and characters that turn the direction of a text. Data that programs read, such as names in results, stay what
 * they are.
 */
public final class Printable {
    private static final int MOST_CAUSES = 20;
    private static final String OWN_METHODS = ", whose own methods throw";

    private Printable() {}

    /** Returns {@code text} on one line, with {@code \}{@code u000a} and the like for each character that can't be seen. */
    public static String line(String text) {
        if (text.codePoints().noneMatch(Printable::isUnseen)) {
            return text;
        }
        StringBuilder line = new StringBuilder();
        text.codePoints().forEach(each -> append(line, each));
        return line.toString();
    }

    private static void append(StringBuilder line, int point) {
        if (isUnseen(point)) {
            for (char each : Character.toChars(point)) {
                line.append(String.format("\\u%04x", (int) each));
            }
        } else {
            line.appendCodePoint(point);
        }
    }

    private static boolean isUnseen(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    /** Returns what {@code failure} says, on one line, or its class if it says nothing or throws. */
    public static String words(Throwable failure) {
        return said(failure, Printable::message);
    }

    private static String message(Throwable safe) {
        String message = safe.getMessage();
        if (message == null || message.isBlank()) {
            return safe.getClass().getName();
        }
        // Of most failures of a file system, the message is the bare name of the file.
        boolean bare = safe instanceof FileSystemException known && known.getReason() == null;
        return bare ? message + " (" + safe.getClass().getSimpleName() + ")" : message;
    }

    /** Returns {@code failure}'s class and what it says, on one line. */
    public static String text(Throwable failure) {
        return said(failure, Throwable::toString);
    }

    /** A method that answered when it was looked at need not do so again. */
    private static String said(Throwable failure, Function<Throwable, String> how) {
        try {
            return line(how.apply(failure(failure)));
        } catch (Throwable e) {
            return failure.getClass().getName() + OWN_METHODS;
        }
    }

    /**
     * Returns {@code failure} if it and its causes say what they say on one line each; else an {@link IOException} if it is
     * one, or an {@link IllegalStateException}, that names its class and has its stack trace. Nor does it throw if
     * {@code failure}'s own methods do.
     */
    public static Throwable failure(Throwable failure) {
        return isPrintable(failure)
                ? failure
                : failure instanceof IOException known
                        ? failure(known)
                        : instead(new IllegalStateException(said(failure)), failure);
    }

    /** Returns what {@link #failure(Throwable)} does. */
    public static IOException failure(IOException failure) {
        return isPrintable(failure) ? failure : instead(new IOException(said(failure)), failure);
    }

    private static boolean isPrintable(Throwable failure) {
        try {
            Throwable each = failure;
            for (int i = 0; each != null && i < MOST_CAUSES; i++) {
                String said = each.toString();
                if (said == null
                        || said.codePoints().anyMatch(Printable::isUnseen)
                        || !arePrintable(each.getSuppressed())) {
                    return false;
                }
                each = each.getCause();
            }
            return each == null;
        } catch (Throwable e) {
            // Whatever its methods do, it can't be passed on.
            return false;
        }
    }

    private static boolean arePrintable(Throwable[] failures) {
        for (Throwable each : failures) {
            if (!isPrintable(each)) {
                return false;
            }
        }
        return true;
    }

    private static String said(Throwable failure) {
        try {
            return line(String.valueOf(failure));
        } catch (Throwable e) {
            return failure.getClass().getName() + OWN_METHODS;
        }
    }

    private static <T extends Throwable> T instead(T instead, Throwable failure) {
        return instead(instead, failure, MOST_CAUSES);
    }

    private static <T extends Throwable> T instead(T instead, Throwable failure, int causes) {
        try {
            instead.setStackTrace(failure.getStackTrace());
        } catch (Throwable e) {
            // Its own is better than none.
            instead.fillInStackTrace();
        }
        Throwable cause = cause(failure);
        if (cause != null && causes > 0) {
            instead.initCause(instead(new IllegalStateException(said(cause)), cause, causes - 1));
        }
        return instead;
    }

    private static @Nullable Throwable cause(Throwable failure) {
        try {
            return failure.getCause();
        } catch (Throwable e) {
            // It has none that anybody could have.
            return null;
        }
    }
}
