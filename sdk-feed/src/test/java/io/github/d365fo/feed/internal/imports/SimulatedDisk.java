package io.github.d365fo.feed.internal.imports;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * The disk of a simulated machine. The process may end before any change of a file and in the middle of any write; then
 * what was not forced of the journal is lost in whole or in part, or there are zeros where it was. It may also be full for
 * a while. Used by one thread.
 */
final class SimulatedDisk implements HookedFiles.Hook {
    private static final int NEVER = Integer.MAX_VALUE;

    private final Random random;
    private final Map<Path, Long> forced = new HashMap<>();
    private int untilEnd = NEVER;
    private int untilFull = NEVER;
    private int untilRoom;
    private boolean ended;

    SimulatedDisk(Random random) {
        this.random = random;
    }

    /** The end of the process: nothing more can be done in it. */
    static final class End extends Error {
        private static final long serialVersionUID = 1;

        End() {
            super("the process ends here", null, false, false);
        }
    }

    /** A disk that is full. */
    private static final class Full extends IOException {
        private static final long serialVersionUID = 1;

        Full() {
            super("No space left on device");
        }

        /** A stack trace costs more than what it would be of. */
        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    /** Plans the end of the process after {@code steps}. */
    void endAfter(int steps) {
        untilEnd = steps;
    }

    /** Plans a disk that is full after {@code steps}, for {@code number} steps. */
    void fillAfter(int steps, int number) {
        untilFull = steps;
        untilRoom = number;
    }

    boolean hasEnded() {
        return ended;
    }

    /** A step in which the process may end. */
    void step() {
        if (ended || untilEnd-- <= 0) {
            ended = true;
            throw new End();
        }
    }

    @Override
    public void before(HookedFiles.Change change, Path file) throws IOException {
        step();
        boolean needsRoom = change != HookedFiles.Change.DELETE && change != HookedFiles.Change.TRUNCATE;
        if (needsRoom && untilFull-- <= 0 && untilRoom-- > 0) {
            throw new Full();
        }
        Path inner = HookedFiles.unwrap(file);
        if (change == HookedFiles.Change.CREATE) {
            forced.put(inner, 0L);
        } else if (change == HookedFiles.Change.MOVE && inner.endsWith("imports.log")) {
            forced.put(inner, forced.getOrDefault(inner.resolveSibling("imports.log.new"), 0L));
        }
    }

    @Override
    public int before(ByteBuffer write, Path file) throws IOException {
        boolean torn = untilEnd == 0 && write.remaining() > 1;
        if (torn) {
            return random.nextInt(write.remaining());
        }
        before(HookedFiles.Change.WRITE, file);
        return write.remaining();
    }

    @Override
    public void forced(Path file, long size) {
        forced.put(HookedFiles.unwrap(file), size);
    }

    /** Makes of {@code log} what is left of it after the process has ended, and lets a next process begin. */
    void restart(Path log) throws IOException {
        Path inner = HookedFiles.unwrap(log);
        if (ended && Files.exists(inner)) {
            byte[] bytes = Files.readAllBytes(inner);
            int whole = (int) Math.min(bytes.length, forced.getOrDefault(inner, (long) bytes.length));
            byte[] left = Arrays.copyOf(bytes, whole + random.nextInt(bytes.length - whole + 1));
            if (random.nextBoolean()) {
                Arrays.fill(left, whole, left.length, (byte) 0);
            }
            Files.write(inner, left);
            forced.put(inner, (long) left.length);
        }
        ended = false;
        untilEnd = NEVER;
        untilFull = NEVER;
        untilRoom = 0;
    }
}
