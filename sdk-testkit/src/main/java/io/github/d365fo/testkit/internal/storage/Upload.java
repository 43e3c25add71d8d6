package io.github.d365fo.testkit.internal.storage;

import io.github.d365fo.testkit.internal.content.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * Bytes that were uploaded to the blob storage; they are stored on disk.
 *
 * @param content the bytes
 * @param md5 their checksum in base64
 */
record Upload(Content content, String md5) {
    static Upload take(InputStream stream, Path directory) throws IOException {
        MessageDigest digest = newDigest();
        Path file = Files.createTempFile(directory, "blob", ".bin");
        try (OutputStream out = Files.newOutputStream(file)) {
            new DigestInputStream(stream, digest).transferTo(out);
        }
        return new Upload(Content.of(file), base64(digest));
    }

    static String md5(Content content) throws IOException {
        return md5(content, 0, content.size());
    }

    static String md5(Content content, long from, long length) throws IOException {
        MessageDigest digest = newDigest();
        try (InputStream stream = content.open(from)) {
            byte[] buffer = new byte[1 << 13];
            long left = length;
            int read = stream.read(buffer, 0, (int) Math.min(left, buffer.length));
            while (left > 0 && read > 0) {
                digest.update(buffer, 0, read);
                left -= read;
                read = stream.read(buffer, 0, (int) Math.min(left, buffer.length));
            }
        }
        return base64(digest);
    }

    private static String base64(MessageDigest digest) {
        return Base64.getEncoder().encodeToString(digest.digest());
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }
}
