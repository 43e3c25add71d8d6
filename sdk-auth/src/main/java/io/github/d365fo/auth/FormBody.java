package io.github.d365fo.auth;

import io.github.d365fo.connector.error.KnownSecrets;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A form for a token endpoint. Secrets are added without becoming strings. Used by one thread. */
final class FormBody {
    private static final String PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.*";
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private final Erasable bytes = new Erasable();
    private final KnownSecrets secrets;

    /** Starts a form whose {@linkplain #addSecret secrets} are added to {@code secrets}. */
    FormBody(KnownSecrets secrets) {
        this.secrets = secrets;
    }

    FormBody add(String name, String value) {
        begin(name);
        bytes.writeBytes(URLEncoder.encode(value, StandardCharsets.UTF_8).getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    FormBody addSecret(String name, String secret) {
        secrets.learn(secret);
        return add(name, secret);
    }

    FormBody add(String name, char[] secret) {
        begin(name);
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(secret));
        for (int i = encoded.position(); i < encoded.limit(); i++) {
            addEncoded(encoded.get(i) & 0xff);
            encoded.put(i, (byte) 0);
        }
        return this;
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }

    /** Overwrites the form. */
    void erase() {
        bytes.erase();
    }

    private void begin(String name) {
        if (bytes.size() > 0) {
            bytes.write('&');
        }
        bytes.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
        bytes.write('=');
    }

    private void addEncoded(int value) {
        if (PLAIN.indexOf(value) >= 0) {
            bytes.write(value);
        } else {
            bytes.write('%');
            bytes.write(HEX[value >> 4]);
            bytes.write(HEX[value & 15]);
        }
    }

    private static final class Erasable extends ByteArrayOutputStream {
        Erasable() {
            super(8192);
        }

        synchronized void erase() {
            Arrays.fill(buf, (byte) 0);
            reset();
        }
    }
}
