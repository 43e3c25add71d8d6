package io.github.d365fo.testkit.harness;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
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
    /** Of the classes that are under way, one nested in the other. */
    private int classes;

    private static final class Collected extends Handler {
        private final List<LogRecord> lines = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord line) {
            lines.add(line);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (classes++ == 0) {
            PRODUCT.addHandler(collected);
            PRODUCT.setUseParentHandlers(false);
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
            PRODUCT.setUseParentHandlers(true);
            PRODUCT.removeHandler(collected);
        }
    }
}
