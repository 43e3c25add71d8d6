package io.github.d365fo.feed.internal.files;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/** A record of a {@link ForcedLog} as a line of text: its checksum, then its fields between tabs. */
final class LogLine {
    private static final int CHECKSUM = 8;

    private LogLine() {}

    static byte[] encode(List<String> fields) {
        String text = String.join("\t", fields.stream().map(LogLine::escape).toList());
        return (checksum(text) + " " + text + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the fields of a line without its end, or empty if it is damaged. */
    static Optional<List<String>> decode(String line) {
        if (line.length() <= CHECKSUM || line.charAt(CHECKSUM) != ' ') {
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
        return String.format("%08x", crc.getValue());
    }

    private static String escape(String field) {
        return field.replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }

    private static String unescape(String field) {
        StringBuilder text = new StringBuilder(field.length());
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == '\\' && i + 1 < field.length()) {
                i++;
                c = unescape(field.charAt(i));
            }
            text.append(c);
        }
        return text.toString();
    }

    private static char unescape(char c) {
        return switch (c) {
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'r' -> '\r';
            default -> c;
        };
    }
}
