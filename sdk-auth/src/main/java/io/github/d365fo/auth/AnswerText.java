package io.github.d365fo.auth;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * Decodes the text of an identity provider's response. The SDK never asks for compression, but something between client
 * and provider may compress anyway; a byte order mark is not part of the text.
 */
final class AnswerText {
    private static final int LARGEST = 1 << 20;
    private static final int GZIP_START = 0x1F8B;
    private static final int ZLIB_CHECK = 31;
    private static final String MARK = "\uFEFF";

    private AnswerText() {}

    /** Returns the text of {@code answer}, or a blank one if it can't be decompressed. */
    static String of(HttpResponse<byte[]> answer) {
        try {
            return text(unpacked(answer));
        } catch (IOException e) {
            // Unknown or broken compression: the caller reports that there is no token.
            return "";
        }
    }

    private static byte[] unpacked(HttpResponse<byte[]> answer) throws IOException {
        List<String> codings = Arrays.asList(String.join(",", answer.headers().allValues("Content-Encoding"))
                .toLowerCase(Locale.ROOT)
                .split(",", -1));
        Collections.reverse(codings);
        byte[] bytes = answer.body();
        for (String coding : codings) {
            bytes = unpacked(coding.strip(), bytes);
        }
        return gunzipped(bytes);
    }

    private static byte[] unpacked(String coding, byte[] bytes) throws IOException {
        return switch (coding) {
            case "gzip", "x-gzip" -> gunzipped(bytes);
            case "deflate" -> inflated(bytes);
            default -> bytes;
        };
    }

    /** Decompresses gzip, declared or not: no text begins like gzip. */
    private static byte[] gunzipped(byte[] bytes) throws IOException {
        return start(bytes) == GZIP_START ? read(new GZIPInputStream(new ByteArrayInputStream(bytes))) : bytes;
    }

    /** The standard means zlib's format; some servers send raw deflate. */
    private static byte[] inflated(byte[] bytes) throws IOException {
        boolean zlib = (start(bytes) >> 8 & 0x0F) == 8 && start(bytes) % ZLIB_CHECK == 0;
        Inflater inflater = new Inflater(!zlib);
        try {
            return read(new InflaterInputStream(new ByteArrayInputStream(bytes), inflater));
        } finally {
            inflater.end();
        }
    }

    private static byte[] read(InputStream unpacking) throws IOException {
        try (unpacking) {
            byte[] bytes = unpacking.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new IOException("the response is longer than " + LARGEST + " bytes");
            }
            return bytes;
        }
    }

    private static int start(byte[] bytes) {
        return bytes.length < 2 ? 0 : (bytes[0] & 0xFF) << 8 | (bytes[1] & 0xFF);
    }

    private static String text(byte[] bytes) {
        for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            byte[] mark = MARK.getBytes(charset);
            if (bytes.length >= mark.length && Arrays.equals(bytes, 0, mark.length, mark, 0, mark.length)) {
                return new String(bytes, mark.length, bytes.length - mark.length, charset);
            }
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
