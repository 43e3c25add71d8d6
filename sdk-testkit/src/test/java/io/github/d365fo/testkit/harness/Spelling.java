package io.github.d365fo.testkit.harness;

import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** How a secret may be spelt by whoever throws it back; written without the code that looks for it. */
public enum Spelling {
    PLAIN(text -> text),
    URL(Spelling::percent),
    URL_LOWER_CASE(Spelling::lowerPercent),
    URL_TWICE(text -> percent(percent(text))),
    URL_EVERY_CHARACTER(text -> each(text, StandardCharsets.UTF_8, "%%%02X")),
    FORM(text -> URLEncoder.encode(text, StandardCharsets.UTF_8)),
    PLUS_READ_AS_SPACE(text -> text.replace('+', ' ')),
    JSON(Spelling::json),
    JSON_OF_DOT_NET(
            text -> json(text).replace("&", "\\u0026").replace("+", "\\u002B").replace("<", "\\u003C")),
    JSON_EVERY_CHARACTER(text -> each(text, StandardCharsets.UTF_16BE, "\\u%04x")),
    JSON_WITHIN_JSON(text -> json(json(text).replace("&", "\\u0026"))),
    JSON_OF_URL(text -> json(percent(text))),
    XML(Spelling::xml),
    XML_DECIMAL(text -> each(text, StandardCharsets.UTF_16BE, "&#%d;")),
    XML_HEXADECIMAL(text -> each(text, StandardCharsets.UTF_16BE, "&#x%X;")),
    XML_WITHIN_XML(text -> xml(xml(text))),
    URL_OF_JSON(text -> percent(json(text))),
    LINES(text -> text.replaceAll("(.{5})", "$1\r\n  ")),
    BASE64(20, text -> base64(text)),
    BASE64_AFTER_ONE(20, text -> base64("x" + text).substring(2)),
    BASE64_AFTER_TWO(20, text -> base64("xy" + text).substring(3)),
    BASE64_URL(20, text -> Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(text))),
    BASE64_IN_LINES(
            20, text -> Base64.getMimeEncoder(20, new byte[] {'\r', '\n'}).encodeToString(bytes(text))),
    BASE64_IN_URL(24, text -> percent(base64(text))),
    BASE64_IN_JSON(20, text -> base64(text).replace("+", "\\u002B").replace("/", "\\/")),
    BASE64_OF_URL(32, text -> base64(percent(text))),
    /** As scripts do it; of what is in ASCII alone. */
    BASE64_OF_UTF16(40, text -> Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_16LE))),
    BASE64_OF_BASE64(32, text -> base64(base64(text))),
    HEXADECIMAL(28, text -> HexFormat.of().formatHex(bytes(text))),
    HEXADECIMAL_WITH_DASHES(
            42, text -> HexFormat.ofDelimiter("-").withUpperCase().formatHex(bytes(text)));

    /** So many characters of a secret in a row must never be seen. */
    public static final int TELLING = 12;

    private final int window;
    private final UnaryOperator<String> spelling;

    /** Spells each character by itself. */
    Spelling(UnaryOperator<String> spelling) {
        this(0, spelling);
    }

    /** Spells characters together, so that {@code window} of them tell what {@link #TELLING} do. */
    Spelling(int window, UnaryOperator<String> spelling) {
        this.window = window;
        this.spelling = spelling;
    }

    /** Returns the spellings that are looked for in {@code secret}. */
    public static List<Spelling> all(String secret) {
        boolean ascii = secret.chars().allMatch(c -> c < 128);
        return Stream.of(values())
                .filter(each -> ascii || each != BASE64_OF_UTF16)
                .toList();
    }

    public String of(String secret) {
        return spelling.apply(secret);
    }

    /** Returns what must not be seen, whatever was cut from around it, without white space. */
    public List<String> traces(String secret) {
        List<String> traces = new ArrayList<>();
        String whole = window == 0 ? secret : withoutSpace(of(secret));
        int length = window == 0 ? TELLING : window;
        for (int i = 0; i + length <= whole.length(); i += 3) {
            String piece = whole.substring(i, i + length);
            traces.add(window == 0 ? withoutSpace(of(piece)) : piece);
        }
        return traces;
    }

    public static String withoutSpace(String text) {
        return text.replaceAll("\\s", "");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(bytes(text));
    }

    private static String percent(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String lowerPercent(String text) {
        StringBuilder lower = new StringBuilder(percent(text));
        for (int i = lower.indexOf("%"); i >= 0; i = lower.indexOf("%", i + 1)) {
            lower.replace(i, i + 3, lower.substring(i, i + 3).toLowerCase(Locale.ROOT));
        }
        return lower.toString();
    }

    private static String json(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("/", "\\/");
    }

    private static String xml(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String each(String text, Charset charset, String format) {
        StringBuilder spelt = new StringBuilder();
        byte[] bytes = text.getBytes(charset);
        int size = charset == StandardCharsets.UTF_8 ? 1 : 2;
        for (int i = 0; i < bytes.length; i += size) {
            int unit = size == 1 ? bytes[i] & 0xFF : (bytes[i] & 0xFF) << 8 | bytes[i + 1] & 0xFF;
            spelt.append(String.format(format, unit));
        }
        return spelt.toString();
    }
}
