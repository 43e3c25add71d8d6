package io.github.d365fo.connector.internal.packages.check;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The kind of a file according to its first bytes, independent of its declared format. Immutable.
 *
 * @param content the kind of content
 * @param encoding how its text is encoded
 * @param marked whether it has a byte order mark
 */
public record SniffedFile(Content content, Encoding encoding, boolean marked) {
    /** How many bytes are examined. */
    public static final int LENGTH = 4096;

    private static final Pattern LAYOUT = Pattern.compile("^(\\s+|<!--.*?(-->|$))+", Pattern.DOTALL);
    private static final Pattern DECLARATION = Pattern.compile("^<\\?xml.*?\\?>", Pattern.DOTALL);
    private static final Pattern PAGE = Pattern.compile("^<(!doctype\\s+html|html)\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern TWO_TAGS = Pattern.compile("^<[\\w:.-]+[^<>]*>\\s*<");

    /** Text has at most a few control characters, such as separators; binary files have many. */
    private static final int MOST_CONTROLS = 2;

    /** Zero bytes in one half of the pairs indicate UTF-16, unless the other half has nearly as many. */
    private static final int ONE_SIDED = 3;

    /** The kind of content. */
    public enum Content {
        NOTHING("nothing"),
        ZIP("a zip"),
        GZIP("gzip"),
        COMPOUND("an old workbook or another compound file"),
        PAGE("a web page"),
        XML("XML"),
        /** Something that begins with an angle bracket; it need not be XML. */
        TAG("text"),
        TEXT("text"),
        BINARY("binary data");

        private final String words;

        Content(String words) {
            this.words = words;
        }

        boolean isText() {
            return this == PAGE || this == XML || this == TAG || this == TEXT;
        }
    }

    /** The encoding of a text. */
    public enum Encoding {
        UTF_8("UTF-8", StandardCharsets.UTF_8),
        CODE_PAGE("a code page", StandardCharsets.ISO_8859_1),
        UTF_16_LE("UTF-16, little-endian", StandardCharsets.UTF_16LE),
        UTF_16_BE("UTF-16, big-endian", StandardCharsets.UTF_16BE);

        private final String words;
        private final Charset charset;

        Encoding(String words, Charset charset) {
            this.words = words;
            this.charset = charset;
        }

        public boolean isUtf16() {
            return this == UTF_16_LE || this == UTF_16_BE;
        }
    }

    /** Examines the first {@link #LENGTH} bytes of a file, or all of them if it has fewer. */
    public static SniffedFile of(byte[] start) {
        if (Encodings.startsWith(start, 0xEF, 0xBB, 0xBF)) {
            return text(start, 3, Encoding.UTF_8);
        }
        if (Encodings.startsWith(start, 0xFF, 0xFE)) {
            return text(start, 2, Encoding.UTF_16_LE);
        }
        if (Encodings.startsWith(start, 0xFE, 0xFF)) {
            return text(start, 2, Encoding.UTF_16_BE);
        }
        Content known = signature(start);
        return known == Content.TEXT ? unmarked(start) : new SniffedFile(known, Encoding.CODE_PAGE, false);
    }

    /** Returns a description to follow "looks like". */
    public String describe() {
        return content.isText()
                ? content.words + " in " + encoding.words
                        + (marked
                                ? ", with a byte order mark"
                                : encoding.isUtf16() ? ", without a byte order mark" : "")
                : content.words;
    }

    private static Content signature(byte[] start) {
        if (start.length == 0) {
            return Content.NOTHING;
        }
        if (Encodings.startsWith(start, 'P', 'K', 3, 4) || Encodings.startsWith(start, 'P', 'K', 5, 6)) {
            return Content.ZIP;
        }
        if (Encodings.startsWith(start, 0x1F, 0x8B)) {
            return Content.GZIP;
        }
        return Encodings.startsWith(start, 0xD0, 0xCF, 0x11, 0xE0) ? Content.COMPOUND : Content.TEXT;
    }

    private static SniffedFile unmarked(byte[] start) {
        int even = 0;
        int odd = 0;
        boolean narrow = false;
        for (int i = 0; i < start.length; i++) {
            even += i % 2 == 0 && start[i] == 0 ? 1 : 0;
            odd += i % 2 == 1 && start[i] == 0 ? 1 : 0;
            // Two bytes that UTF-16 never has in a row: then a zero byte is not half of a character.
            narrow |= i > 0 && start[i] == '\n' && start[i - 1] == '\r';
        }
        if (narrow || even + odd == 0) {
            Encoding encoding = isUtf8(start) ? Encoding.UTF_8 : Encoding.CODE_PAGE;
            return new SniffedFile(content(start, 0, Encoding.CODE_PAGE), encoding, false);
        }
        boolean little = odd > ONE_SIDED * even;
        if (little || even > ONE_SIDED * odd) {
            Encoding encoding = little ? Encoding.UTF_16_LE : Encoding.UTF_16_BE;
            return new SniffedFile(content(start, 0, encoding), encoding, false);
        }
        return new SniffedFile(Content.BINARY, Encoding.CODE_PAGE, false);
    }

    private static SniffedFile text(byte[] start, int mark, Encoding encoding) {
        return new SniffedFile(content(start, mark, encoding), encoding, true);
    }

    private static Content content(byte[] start, int mark, Encoding encoding) {
        String text = new String(start, mark, start.length - mark, encoding.charset);
        if (text.chars().filter(SniffedFile::isControl).distinct().count() > MOST_CONTROLS) {
            return Content.BINARY;
        }
        String bare = text.stripLeading();
        String inside =
                LAYOUT.matcher(DECLARATION.matcher(bare).replaceFirst("")).replaceFirst("");
        if (PAGE.matcher(inside).find()) {
            return Content.PAGE;
        }
        if (bare.startsWith("<?xml") || TWO_TAGS.matcher(inside).find()) {
            return Content.XML;
        }
        return bare.startsWith("<") ? Content.TAG : Content.TEXT;
    }

    private static boolean isControl(int c) {
        return c < ' ' && "\t\n\u000B\f\r\u001A\u001B".indexOf(c) < 0;
    }

    /** Returns whether the bytes are UTF-8, except for a character that is cut at the end. */
    private static boolean isUtf8(byte[] start) {
        CharBuffer chars = CharBuffer.allocate(start.length);
        return !StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(start), chars, false)
                .isError();
    }
}
