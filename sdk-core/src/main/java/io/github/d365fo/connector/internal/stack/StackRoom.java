package io.github.d365fo.connector.internal.stack;

/**
 * How much of the current thread's stack must be free before something starts that must not stop halfway.
 *
 * <p>A {@link StackOverflowError} may occur at any call, even in a {@code finally} block or inside the JDK. It can
 * leave a read lock locked, the queue of the JDK's shared timer corrupt, or a class unusable for good, and so make
 * other threads wait forever. No order of steps prevents that; so a thread with too little room overflows here, where
 * nothing has started.
 */
public enum StackRoom {
    /**
     * For a whole call: at least 37 KB, and three times that in code that is not compiled yet. The first call of a JVM
     * takes 35 KB, later ones 17 KB. A thread created with a stack of 216 KB can still make calls.
     */
    CALL(420),
    /** For one of our steps inside a call, or on a user's thread: at least 12 KB. */
    STEP(140);

    private final int frames;

    StackRoom(int frames) {
        this.frames = frames;
    }

    /** Throws a {@link StackOverflowError} unless there is this much room. Takes about two microseconds. */
    public void require() {
        frame(frames, 1, 2, 3, 4, 5, 6, 7, 8);
    }

    /** Takes 88 bytes of stack when compiled, else 250 to 300: values used after the call are kept on the stack. */
    private static long frame(int more, long a, long b, long c, long d, long e, long f, long g, long h) {
        return more == 0
                ? a
                : frame(more - 1, b + more, c ^ a, d + b, e ^ c, f + d, g ^ e, h + f, a ^ g)
                        + (a ^ b) * (c + d)
                        + (e ^ f) * (g + h);
    }
}
