package io.github.d365fo.connector.internal.wire;

import io.github.d365fo.connector.internal.secrets.Quotation;
import io.github.d365fo.connector.internal.secrets.Search;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/** Takes out of texts that come from elsewhere what looks like a secret; for where no client's secrets are known. */
public final class Redaction {
    private static final int EXCERPT_BYTES = 2048;

    /** What is looked at of a text of which only the beginning is shown: secrets in it may make it much shorter. */
    private static final int EXCERPT_SOURCE = 8 * EXCERPT_BYTES;

    private Redaction() {}

    /** Returns {@code text} without tokens, pop receipts, passwords and signatures of addresses. */
    public static String clean(String text) {
        return Search.withoutShapes(text);
    }

    /** Returns {@code failure} without them, in its causes' words as well; itself if it has none. */
    public static Throwable clean(Throwable failure) {
        return Quotation.clean(failure, Redaction::clean, none -> "");
    }

    /** Returns the beginning of {@code text}, at most 2 KiB in UTF-8, without secrets. */
    public static String excerpt(String text) {
        String start = text.length() > EXCERPT_SOURCE ? text.substring(0, EXCERPT_SOURCE) : text;
        CharBuffer clean = CharBuffer.wrap(clean(start));
        ByteBuffer bytes = ByteBuffer.allocate(EXCERPT_BYTES);
        StandardCharsets.UTF_8.newEncoder().encode(clean, bytes, true);
        return clean.flip().toString();
    }
}
