package io.github.d365fo.connector.support;

import java.text.MessageFormat;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Keeps to itself what the product logs while tests provoke failures, and shows it if a test fails: what a green build
 * prints of the product is news.
 */
public final class CapturedLog implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
    /** Held on to, since the JDK forgets a logger that nobody holds, and its handlers with it. */
    private static final Logger PRODUCT = Logger.getLogger("io.github.d365fo");

    private final Collected collected = new Collected();
    private final @Nullable Level level;
    private @Nullable Level levelBefore;
    private boolean toldBefore;
    /** Of the classes that are under way, one nested in the other. */
    private int classes;

    /** Captures what a user sees who has set no levels. */
    public CapturedLog() {
        this(null);
    }

    private CapturedLog(@Nullable Level level) {
        this.level = level;
    }

    /** Returns one that captures every line there is. */
    public static CapturedLog ofAllLevels() {
        return new CapturedLog(Level.ALL);
    }

    /** Returns the lines of the present test, or the last ten thousand, under the logger {@code name}, each after its level, such as FINE. */
    public List<String> lines(String name) {
        return collected.soFar().stream()
                .filter(line -> line.getLoggerName().equals(name))
                .map(CapturedLog::text)
                .toList();
    }

    private static String text(LogRecord line) {
        return line.getLevel() + " "
                + (line.getParameters() == null
                        ? line.getMessage()
                        : MessageFormat.format(line.getMessage(), line.getParameters()));
    }

    private static final class Collected extends Handler {
        /** A simulation logs hundreds of thousands, and the last are those that explain a failure. */
        private static final int MOST = 10_000;

        private final Deque<LogRecord> lines = new ArrayDeque<>();

        @Override
        public synchronized void publish(LogRecord line) {
            if (lines.size() == MOST) {
                lines.removeFirst();
            }
            lines.addLast(line);
        }

        synchronized List<LogRecord> soFar() {
            return List.copyOf(lines);
        }

        synchronized void clear() {
            lines.clear();
        }

        @Override
        public void flush() {
            // Nothing is buffered.
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (classes++ == 0) {
            levelBefore = PRODUCT.getLevel();
            toldBefore = PRODUCT.getUseParentHandlers();
            PRODUCT.addHandler(collected);
            PRODUCT.setUseParentHandlers(false);
            PRODUCT.setLevel(level);
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        collected.clear();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) {
            SimpleFormatter formatter = new SimpleFormatter();
            collected.soFar().forEach(line -> System.err.print(formatter.format(line)));
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (--classes == 0) {
            PRODUCT.setLevel(levelBefore);
            PRODUCT.setUseParentHandlers(toldBefore);
            PRODUCT.removeHandler(collected);
        }
    }
}
