package io.github.d365fo.feed.internal.run;

import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** The only source of the feeds' chance, but for a simulation that brings its own. */
public final class Randomness {
    private Randomness() {}

    /** Returns a thread-safe source. */
    public static RandomGenerator shared() {
        return () -> ThreadLocalRandom.current().nextLong();
    }
}
