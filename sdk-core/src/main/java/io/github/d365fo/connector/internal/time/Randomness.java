package io.github.d365fo.connector.internal.time;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** The only source of randomness. */
public final class Randomness {
    private Randomness() {}

    /** Returns a thread-safe source. */
    public static RandomGenerator shared() {
        return () -> ThreadLocalRandom.current().nextLong();
    }

    /** Returns a globally unique id. */
    public static String uniqueId() {
        return UUID.randomUUID().toString();
    }
}
