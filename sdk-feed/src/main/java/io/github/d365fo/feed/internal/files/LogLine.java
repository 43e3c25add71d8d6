package io.github.d365fo.feed.internal.files;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * A record of a {@link ForcedLog} as a line of text: its checksum, then its fields between tabs. A record has at least one
 * field.
 */
final class LogLine {
    private static final HexFormat HEX = HexFormat.of();
    private static final int CHECKSUM = 8;
    private static final Pattern ESCAPED = Pattern.compile("\\\\u([0-9a-f]{4})");

    private LogLine() {}

    static byte[] encode(List<String> fields) {
        String text = String.join("\t", fields.stream().map(LogLine::escape).toList());
        return (checksum(text) + " " + text + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Returns whether a line without its end was a record, however damaged it is now. */
    static boolean looksLikeOne(String line) {
        return line.length() > CHECKSUM && line.charAt(CHECKSUM) == ' ';
    }

    /** Returns the fields of a line without its end, or empty if it is damaged. */
    static Optional<List<String>> decode(String line) {
        if (!looksLikeOne(line)) {
            return Optional.empty();
        }
        String text = line.substring(CHECKSUM + 1);
        if (!line.startsWith(checksum(text))) {
            return Optional.empty();
        }
        List<String> fields = new ArrayList<>();
        for (String field : text.split("\t", -1)) {
            fields.add(unescape(field));
        }
        return Optional.of(List.copyOf(fields));
    }

    private static String checksum(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return HEX.toHexDigits((int) crc.getValue());
    }

    /** Escapes what would end a field or a line, and half a surrogate pair, which UTF-8 can't encode. */
    private static String escape(String field) {
        StringBuilder text = new StringBuilder(field.length());
        field.codePoints().forEach(c -> {
            if (c < ' ' || c == '\\' || isHalfAPair(c)) {
                text.append("\\u").append(HEX.toHexDigits((char) c));
            } else {
                text.appendCodePoint(c);
            }
        });
        return text.toString();
    }

    private static boolean isHalfAPair(int c) {
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }

    private static String unescape(String field) {
        return ESCAPED.matcher(field)
                .replaceAll(escaped ->
                        Matcher.quoteReplacement(Character.toString(Integer.parseInt(escaped.group(1), 16))));
    }
}
