package io.github.d365fo.feed.support.disk;

import java.util.random.RandomGenerator;

/** A file or a directory, whatever its name. */
interface Node {
    /** Returns how many bytes it takes, with what is in it. */
    long used();

    /** Makes sure of what is there now. */
    void force();

    /** Loses any part of what is not sure. */
    void cut(RandomGenerator random);
}
