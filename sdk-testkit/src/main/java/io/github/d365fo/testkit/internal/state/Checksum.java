package io.github.d365fo.testkit.internal.state;

import io.github.d365fo.testkit.internal.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The size and hash of a content.
 *
 * @param size the number of bytes
 * @param sha256 their SHA-256 in hexadecimal digits
 */
record Checksum(long size, String sha256) {
    static Checksum of(byte[] bytes) {
        return new Checksum(bytes.length, hex(newDigest().digest(bytes)));
    }

    static Checksum of(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return ofCopy(in, OutputStream.nullOutputStream());
        }
    }

    /** Copies all of {@code in} and returns its checksum. */
    static Checksum ofCopy(InputStream in, OutputStream out) throws IOException {
        MessageDigest digest = newDigest();
        long size = new DigestInputStream(in, digest).transferTo(out);
        return new Checksum(size, hex(digest.digest()));
    }

    JsonObject save() {
        return new JsonObject().put("size", size).put("sha256", sha256);
    }

    static Checksum restore(JsonObject saved) {
        return new Checksum(saved.requireNumber("size"), saved.requireText("sha256"));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
