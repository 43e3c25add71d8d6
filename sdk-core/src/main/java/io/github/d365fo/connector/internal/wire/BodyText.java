package io.github.d365fo.connector.internal.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Decodes bytes as text: in UTF-8, unless a byte order mark says otherwise. The mark is not part of the text. */
public final class BodyText {
    private static final int LONGEST_MARK = 4;
    private static final char MARK = '\uFEFF';

    private BodyText() {}

    /** Returns the text in {@code bytes}. */
    public static String of(byte[] bytes) {
        Encoding encoding = Encoding.of(bytes);
        return new String(bytes, encoding.mark(), bytes.length - encoding.mark(), encoding.charset());
    }

    /** Returns the text in {@code in}. */
    public static Reader reader(InputStream in) throws IOException {
        PushbackInputStream bytes = new PushbackInputStream(in, LONGEST_MARK);
        byte[] start = bytes.readNBytes(LONGEST_MARK);
        Encoding encoding = Encoding.of(start);
        bytes.unread(start, encoding.mark(), start.length - encoding.mark());
        return new InputStreamReader(bytes, encoding.charset());
    }

    /** Returns {@code text} without the mark that some writers put before it. */
    public static String withoutMark(String text) {
        return !text.isEmpty() && text.charAt(0) == MARK ? text.substring(1) : text;
    }

    /** A charset, and the length of the mark that indicates it. */
    private record Encoding(Charset charset, int mark) {
        private static final Encoding PLAIN = new Encoding(StandardCharsets.UTF_8, 0);

        static Encoding of(byte[] start) {
            return start.length == 0 || start[0] > 0 ? PLAIN : ofMark(start);
        }

        private static Encoding ofMark(byte[] start) {
            // The mark of UTF-32LE begins like that of UTF-16LE.
            for (String name : new String[] {"UTF-32LE", "UTF-32BE", "UTF-16LE", "UTF-16BE", "UTF-8"}) {
                Charset charset = Charset.forName(name);
                byte[] mark = String.valueOf(MARK).getBytes(charset);
                if (start.length >= mark.length && Arrays.equals(start, 0, mark.length, mark, 0, mark.length)) {
                    return new Encoding(charset, mark.length);
                }
            }
            return PLAIN;
        }
    }
}
