package io.github.d365fo.testkit.internal.state;

import io.github.d365fo.testkit.internal.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Protects a JSON object with a checksum in its first field, so that every change is detected. */
final class Seal {
    private static final String START = "{\"sha256\":\"";
    private static final int LENGTH = START.length() + 64;

    private Seal() {}

    /** Returns a non-empty object with its seal. */
    static byte[] put(JsonObject object) {
        String rest = "\"," + object.toString().substring(1);
        return (start(rest.getBytes(StandardCharsets.UTF_8)) + rest).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Returns a sealed object.
     *
     * @throws IllegalArgumentException if {@code bytes} is anything else
     */
    static JsonObject check(byte[] bytes) {
        String start = new String(bytes, 0, Math.min(bytes.length, LENGTH), StandardCharsets.ISO_8859_1);
        if (!start.startsWith(START) || bytes.length < LENGTH) {
            throw new IllegalArgumentException("it does not begin with a checksum");
        }
        if (!start.equals(start(Arrays.copyOfRange(bytes, LENGTH, bytes.length)))) {
            throw new IllegalArgumentException("its checksum is wrong");
        }
        return JsonObject.parse(new String(bytes, StandardCharsets.UTF_8));
    }

    private static String start(byte[] rest) {
        return START + Checksum.of(rest).sha256();
    }
}
