package io.github.d365fo.connector.internal.stack;

/**
 * How much of the present thread's stack must be left before something begins that must not stop half-way.
 *
 * <p>A {@link StackOverflowError} may strike at any call, in a {@code finally} block and in the middle of the JDK's own
 * code, too. It leaves a read lock taken, the queue of the JDK's one timer broken, a class that failed to initialize
 * broken for good, and so makes others wait for ever. No order of steps helps against that; so whoever has too little room
 * overflows here, where nothing has begun.
 */
public enum StackRoom {
    /**
     * For a whole call: 37 KB at least, and three times that where nothing is compiled yet. The first call of a JVM takes
     * 35 KB, a later one 17 KB. A thread that was made with 216 KB of stack can still call.
     */
    CALL(420),
    /** For a step of ours inside of a call, or in a user's thread: 12 KB at least. */
    STEP(140);

    private final int frames;

    StackRoom(int frames) {
        this.frames = frames;
    }

    /** Throws a {@link StackOverflowError} unless there is as much room. Takes about two microseconds. */
    public void require() {
        frame(frames, 1, 2, 3, 4, 5, 6, 7, 8);
    }

    /** Takes 88 bytes of stack where it is compiled, and 250 to 300 elsewhere: what is used after the call is kept. */
    private static long frame(int more, long a, long b, long c, long d, long e, long f, long g, long h) {
        return more == 0
                ? a
                : frame(more - 1, b + more, c ^ a, d + b, e ^ c, f + d, g ^ e, h + f, a ^ g)
                        + (a ^ b) * (c + d)
                        + (e ^ f) * (g + h);
    }
}
