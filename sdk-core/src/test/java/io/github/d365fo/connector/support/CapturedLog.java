package io.github.d365fo.connector.support;

import java.text.MessageFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
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

    /** Returns the lines of the present test under the logger {@code name}, each after its level, such as FINE. */
    public List<String> lines(String name) {
        return collected.lines.stream()
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
        private final List<LogRecord> lines = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord line) {
            lines.add(line);
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
        collected.lines.clear();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) {
            SimpleFormatter formatter = new SimpleFormatter();
            collected.lines.forEach(line -> System.err.print(formatter.format(line)));
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
