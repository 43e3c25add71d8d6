package io.github.d365fo.testkit.internal.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Normalizes paths like the web server of the service. */
public final class PathText {
    private PathText() {}

    /**
     * Returns a path as it is routed: decoded, without {@code .} and {@code ..}, without trailing slashes. Empty if it
     * is not percent-encoded correctly or not valid UTF-8.
     */
    public static Optional<String> routed(String raw) {
        return decoded(raw).map(path -> {
            Deque<String> segments = new ArrayDeque<>();
            for (String segment : path.substring(path.startsWith("/") ? 1 : 0).split("/", -1)) {
                if (segment.equals("..")) {
                    segments.pollLast();
                } else if (!segment.equals(".")) {
                    segments.addLast(segment);
                }
            }
            while (!segments.isEmpty() && segments.getLast().isEmpty()) {
                segments.removeLast();
            }
            return "/" + String.join("/", segments);
        });
    }

    /** Returns a path, or a part of one, percent-decoded; a plus stays a plus. */
    public static Optional<String> decoded(String raw) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] text = raw.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < text.length; i++) {
            if (text[i] != '%') {
                bytes.write(text[i]);
                continue;
            }
            int high = i + 2 < text.length ? Character.digit(text[i + 1], 16) : -1;
            int low = i + 2 < text.length ? Character.digit(text[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                return Optional.empty();
            }
            bytes.write(high << 4 | low);
            i += 2;
        }
        return text(bytes.toByteArray());
    }

    private static Optional<String> text(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.chars().anyMatch(Character::isISOControl) ? Optional.empty() : Optional.of(text);
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
