package io.github.d365fo.connector.internal.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/** Describes in a few words what was downloaded instead of a package, without secrets and without its content. */
public final class UnexpectedContent {
    /** How many bytes from the beginning suffice. */
    public static final int ENOUGH = 64 << 10;

    private static final byte[] ZIP = {'P', 'K', 3, 4};
    private static final int FEW = 8;
    private static final int FEW_CHARACTERS = 256;
    private static final int LONGEST_WORDS = 300;
    private static final char UNREADABLE = '\uFFFD';

    private UnexpectedContent() {}

    /** Returns whether a non-empty zip may begin with {@code start}. */
    public static boolean isZip(byte[] start) {
        int length = Math.min(start.length, ZIP.length);
        return length > 0 && Arrays.equals(start, 0, length, ZIP, 0, length);
    }

    /** Describes content that begins with {@code start}. */
    public static String describe(byte[] start) {
        if (start.length > 1 && start[0] == 0x1F && start[1] == (byte) 0x8B) {
            return "gzip: something between client and service must have compressed it";
        }
        String text = BodyText.of(start);
        if (WebPage.is(text, "")) {
            return WebPage.describe(text);
        }
        return isText(text) ? text(text) : bytes(start);
    }

    private static boolean isText(String text) {
        return text.chars()
                .limit(FEW_CHARACTERS)
                .allMatch(c -> c >= ' ' ? c != UNREADABLE : c == '\r' || c == '\n' || c == '\t');
    }

    private static String text(String text) {
        String start = text.stripLeading();
        ErrorBody body = ErrorBody.of(text);
        if (start.startsWith("<")) {
            return "XML" + (body.code().isPresent() ? quoted(body) : "");
        }
        if (start.matches("(?s)[\\[{\"].*|null\\s*")) {
            return "JSON" + (body.isJson() ? quoted(body) : "");
        }
        // A single sentence is the service's own message; more may be data.
        boolean sentence =
                text.length() <= LONGEST_WORDS && text.strip().lines().count() == 1;
        return "a text" + (sentence ? quoted(body) : "");
    }

    private static String quoted(ErrorBody body) {
        return body.message()
                .map(words -> words.length() <= LONGEST_WORDS ? words : words.substring(0, LONGEST_WORDS) + "...")
                .map(words -> " that says: " + words)
                .orElse("");
    }

    private static String bytes(byte[] start) {
        byte[] few = Arrays.copyOf(start, Math.min(start.length, FEW));
        String printable = new String(few, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", ".");
        return "something that begins with the bytes "
                + HexFormat.ofDelimiter(" ").formatHex(few).toUpperCase(Locale.ROOT) + " (" + printable + ")";
    }
}
