package io.github.d365fo.feed.internal.run;

import java.lang.System.Logger.Level;
import java.util.function.Supplier;

/**
 * The program's log, through which every line of a feed goes. It is the program's own code, as a listener is: whatever it
 * throws, even an {@link Error}, ends no step of a feed and is seen nowhere, since it is the log that would show it.
 * Thread-safe.
 */
public final class FeedLog {
    private final System.Logger logger;

    /** Creates a log of lines under the logger {@code name}. */
    public FeedLog(String name) {
        this.logger = System.getLogger(name);
    }

    /** Logs {@code format} with {@code values} in the places of a {@link java.text.MessageFormat}. */
    public void log(Level level, String format, Object... values) {
        guarded(() -> logger.log(level, format, values));
    }

    /** Logs {@code line} and the stack trace of {@code failure}. */
    public void log(Level level, String line, Throwable failure) {
        guarded(() -> logger.log(level, line, failure));
    }

    /** Logs {@code line}, which is made only if somebody wants it. */
    public void log(Level level, Supplier<String> line) {
        guarded(() -> logger.log(level, line));
    }

    /** Logs {@code line}, which is made only if somebody wants it, and the stack trace of {@code failure}. */
    public void log(Level level, Supplier<String> line, Throwable failure) {
        guarded(() -> logger.log(level, line, failure));
    }

    @SuppressWarnings("PMD.AvoidCatchingThrowable") // the log is not ours
    private static void guarded(Runnable line) {
        try {
            line.run();
        } catch (Throwable e) {
            if (e instanceof InterruptedException) {
                // Thrown unseen by the compiler, which whoever waits next still has to hear.
                Thread.currentThread().interrupt();
            }
        }
    }
}
