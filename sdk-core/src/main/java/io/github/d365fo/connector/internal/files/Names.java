package io.github.d365fo.connector.internal.files;

import io.github.d365fo.connector.internal.time.Randomness;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The names of a writer's files. They do not contain the target's name, which may leave no room for more characters or
 * contain some that can't be encoded.
 */
final class Names {
    static final String DIRECTORY_LOCK = ".d365fo-extraction.lock";

    private static final String PREFIX = ".d365fo-";
    private static final Pattern LOCK = Pattern.compile("\\.d365fo-[0-9a-f]{32}\\.lock");
    private static final Pattern PART = Pattern.compile("\\.d365fo-[0-9a-f]{32}\\.part");
    private static final int HASH_BYTES = 16;

    private Names() {}

    /** Returns the name of the lock file for the target {@code name}. */
    static String lock(String name) {
        return PREFIX + hash(name) + ".lock";
    }

    /** Returns an unpredictable name for a part. */
    static String newPart() {
        return PREFIX + unguessable() + ".part";
    }

    /** Returns 32 unpredictable hex digits. */
    static String unguessable() {
        return Randomness.uniqueId().replace("-", "");
    }

    static boolean isLock(String name) {
        return LOCK.matcher(name).matches();
    }

    static boolean isPart(String name) {
        return PART.matcher(name).matches();
    }

    /** Returns a form that is equal for names that a file system may treat as one. */
    static String folded(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
    }

    private static String hash(String name) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(Arrays.copyOf(hash, HASH_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
