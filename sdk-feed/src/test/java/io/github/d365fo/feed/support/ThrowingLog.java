package io.github.d365fo.feed.support;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** A program's log that fails at each so-many-th line, as one does whose collector is away. */
public final class ThrowingLog extends Handler implements AutoCloseable {
    private final Logger logger;
    private final int each;
    private final Supplier<? extends Throwable> failure;
    private final AtomicInteger lines = new AtomicInteger();
    private final AtomicInteger thrown = new AtomicInteger();

    private ThrowingLog(Logger logger, int each, Supplier<? extends Throwable> failure) {
        this.logger = logger;
        this.each = each;
        this.failure = failure;
    }

    /** Lets the logger {@code name} throw a {@code failure} at each {@code each}-th line, until it is closed. */
    public static ThrowingLog under(String name, int each, Supplier<? extends Throwable> failure) {
        ThrowingLog log = new ThrowingLog(Logger.getLogger(name), each, failure);
        log.logger.addHandler(log);
        return log;
    }

    /** Returns how often it has failed. */
    public int thrown() {
        return thrown.get();
    }

    @Override
    public void publish(LogRecord line) {
        if (lines.incrementAndGet() % each == 0) {
            thrown.incrementAndGet();
            throwAsIs(failure.get());
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void throwAsIs(Throwable failure) throws T {
        throw (T) failure;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
