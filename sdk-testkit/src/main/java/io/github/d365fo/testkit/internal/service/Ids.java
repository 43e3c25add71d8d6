package io.github.d365fo.testkit.internal.service;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** The ids of a server, the same in every run, so that failing tests are reproducible. */
public final class Ids {
    private static final long FIRST_HALF = 0xf0bc1d4c2b0c4a4eL;
    private static final long SECOND_HALF = 0x9d4e000000000000L;

    private final AtomicLong count = new AtomicLong();

    public String next() {
        return new UUID(FIRST_HALF, SECOND_HALF + count.incrementAndGet()).toString();
    }

    /** Returns a secret derived from the next id, without text in common that a search could find. */
    public String nextSecret() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(next().getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, 24));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    /** Returns how many ids were used. */
    public long count() {
        return count.get();
    }

    /** Continues as if at least this many had been used. */
    public void skipTo(long given) {
        count.accumulateAndGet(given, Math::max);
    }
}
