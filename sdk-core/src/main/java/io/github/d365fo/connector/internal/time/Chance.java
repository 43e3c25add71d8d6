package io.github.d365fo.connector.internal.time;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** The one source of chance. */
public final class Chance {
    private Chance() {}

    /** Returns a source that may be shared by threads. */
    public static RandomGenerator shared() {
        return () -> ThreadLocalRandom.current().nextLong();
    }

    /** Returns an id that no other process has. */
    public static String uniqueId() {
        return UUID.randomUUID().toString();
    }
}
