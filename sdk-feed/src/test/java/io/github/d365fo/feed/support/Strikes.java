package io.github.d365fo.feed.support;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Calls of which some throw, from one on and in a row. None does before it is armed. Thread-safe. */
public final class Strikes {
    /** What the code of a program, or the machine that it runs on, throws. */
    public static final List<Supplier<Throwable>> KINDS = List.of(
            () -> new OutOfMemoryError("planned"),
            () -> new StackOverflowError("planned"),
            () -> new NoClassDefFoundError("planned"),
            () -> new UnsupportedOperationException("planned"),
            EndOfTheThread::new,
            Mute::new);

    private final int first;
    private final int count;
    private final Supplier<? extends Throwable> failure;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger struck = new AtomicInteger();
    private volatile boolean armed;

    /** Creates calls that throw a {@code failure}, from the {@code first} on for {@code count}. */
    public Strikes(int first, int count, Supplier<? extends Throwable> failure) {
        this.first = first;
        this.count = count;
        this.failure = failure;
    }

    /** As {@link ThreadDeath}, which later JDKs don't have. */
    private static final class EndOfTheThread extends Error {
        private static final long serialVersionUID = 1;
    }

    /** Nothing can be said of it. */
    private static final class Mute extends Error {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new OutOfMemoryError("planned, by a message");
        }
    }

    /** Counts calls from here on. */
    public void arm() {
        armed = true;
    }

    /** Counts no more. */
    public void disarm() {
        armed = false;
    }

    /** A call, which may throw. */
    public void call() {
        if (armed) {
            int number = calls.incrementAndGet();
            if (number >= first && number < first + count) {
                struck.incrementAndGet();
                throwAsIs(failure.get());
            }
        }
    }

    /** Returns how often it has thrown. */
    public int struck() {
        return struck.get();
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void throwAsIs(Throwable failure) throws T {
        throw (T) failure;
    }
}
