package io.github.d365fo.feed.harness;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Keeps the SDK's log lines out of the build, for tests that make everything fail on purpose. */
public final class QuietLog implements BeforeAllCallback, AfterAllCallback {
    /** Held on to, since the JDK forgets a logger that nobody holds, and its level with it. */
    private static final Logger LOG = Logger.getLogger("io.github.d365fo");

    @Override
    public void beforeAll(ExtensionContext context) {
        LOG.setLevel(Level.OFF);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        LOG.setLevel(null);
    }
}
