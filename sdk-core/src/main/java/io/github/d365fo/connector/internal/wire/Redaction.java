package io.github.d365fo.connector.internal.wire;

import io.github.d365fo.connector.internal.secrets.FailureCleaner;
import io.github.d365fo.connector.internal.secrets.Search;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/** Removes anything that looks like a secret from foreign texts, where no client's secrets are known. */
public final class Redaction {
    private static final int EXCERPT_BYTES = 2048;

    /** How much of a text is cleaned for an excerpt: removing secrets may make it much shorter. */
    private static final int EXCERPT_SOURCE = 8 * EXCERPT_BYTES;

    private Redaction() {}

    /** Returns {@code text} without tokens, pop receipts, passwords and signatures of addresses. */
    public static String clean(String text) {
        return Search.withoutShapes(text);
    }

    /** Returns {@code failure} without them, including its causes; itself if there are none. */
    public static Throwable clean(Throwable failure) {
        return FailureCleaner.clean(failure, Redaction::clean, none -> "");
    }

    /**
     * Returns {@code text} on one line, without secrets, and with a space for every line break, control character and
     * bidirectional override, so that no foreign text can imitate a log line.
     */
    public static String line(String text) {
        return onOneLine(clean(text));
    }

    /** Returns {@code text} on one line as {@link #line(String)} does, but with its secrets. */
    public static String onOneLine(String text) {
        return text.chars().anyMatch(Redaction::isControl)
                ? text.codePoints()
                        .map(c -> isControl(c) ? ' ' : c)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString()
                : text;
    }

    /**
     * Returns {@code failure} with its message and those of its causes on one line each; itself if they already are.
     */
    public static Throwable onOneLine(Throwable failure) {
        return FailureCleaner.clean(failure, Redaction::onOneLine, none -> "");
    }

    private static boolean isControl(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
        };
    }

    /** Returns the beginning of {@code text}, at most 2 KiB in UTF-8, cleaned like {@link #line(String)}. */
    public static String excerpt(String text) {
        String start = text.length() > EXCERPT_SOURCE ? text.substring(0, EXCERPT_SOURCE) : text;
        CharBuffer clean = CharBuffer.wrap(line(start));
        ByteBuffer bytes = ByteBuffer.allocate(EXCERPT_BYTES);
        StandardCharsets.UTF_8.newEncoder().encode(clean, bytes, true);
        return clean.flip().toString();
    }
}
