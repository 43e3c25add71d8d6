package io.github.d365fo.feed.internal.imports;

/** Throws what a disk throws, from where the compiler allows none. */
final class Thrown {
    private Thrown() {}

    @SuppressWarnings("unchecked")
    static <E extends Throwable> void unchecked(Throwable failure) throws E {
        throw (E) failure;
    }
}
