package io.github.d365fo.connector.internal.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** The checksums of a growing file. Not thread-safe. */
final class Checksums {
    private final MessageDigest sha256 = digest("SHA-256");
    private final MessageDigest md5 = digest("MD5");
    private final boolean withMd5;
    private long size;

    /** Starts with an empty file; {@code withMd5} if there is an MD5 to compare with. */
    Checksums(boolean withMd5) {
        this.withMd5 = withMd5;
    }

    /** Returns how many bytes were added. */
    long size() {
        return size;
    }

    /** Adds bytes, which are not consumed. */
    void add(ByteBuffer bytes) {
        size += bytes.remaining();
        sha256.update(bytes.duplicate());
        if (withMd5) {
            md5.update(bytes.duplicate());
        }
    }

    /** Returns the SHA-256 in lower-case hex. May be called once. */
    String sha256() {
        return HexFormat.of().formatHex(sha256.digest());
    }

    /** Returns the MD5 in the form of the header {@code Content-MD5}. */
    String md5() throws IOException {
        try {
            return Base64.getEncoder().encodeToString(((MessageDigest) md5.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new IOException("the JDK's MD5 can't be cloned", e);
        }
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }
}
