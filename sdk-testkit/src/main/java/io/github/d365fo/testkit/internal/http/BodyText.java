package io.github.d365fo.testkit.internal.http;

import java.nio.charset.StandardCharsets;

/** Decodes bodies that are text. */
public final class BodyText {
    private static final String BYTE_ORDER_MARK = "\ufeff";

    private BodyText() {}

    /** Returns the text of UTF-8, without the byte order mark that some writers put before it, as .NET reads it. */
    public static String of(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
    }
}
