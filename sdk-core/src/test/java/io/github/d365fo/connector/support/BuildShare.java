package io.github.d365fo.connector.support;

/**
 * What a build runs of the cases of a test that has more than it has time for: those on JDK 17 are others than those on a
 * newer one. {@code -Dd365fo.test.all=true} runs all on each.
 */
public final class BuildShare {
    /** Whether every case runs. */
    public static final boolean ALL = Boolean.getBoolean("d365fo.test.all");

    private static final int PART = Runtime.version().feature() < 21 ? 0 : 1;

    private BuildShare() {}

    /** Returns whether the case {@code number} runs here, if each JDK runs one of {@code parts}. */
    public static boolean has(int number, int parts) {
        return ALL || number % parts == PART;
    }

    /** Returns whether the case {@code number} runs here, if each JDK runs half of them. */
    public static boolean has(int number) {
        return has(number, 2);
    }
}
