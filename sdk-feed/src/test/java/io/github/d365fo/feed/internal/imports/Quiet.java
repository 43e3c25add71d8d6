package io.github.d365fo.feed.internal.imports;

import io.github.d365fo.feed.ImportFeed;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Keeps the log of feeds whose failures are planned off the console. */
final class Quiet implements BeforeAllCallback, AfterAllCallback {
    /** Held here, or it would be collected with its level. */
    private static final Logger LOG = Logger.getLogger(ImportFeed.class.getName());

    @Override
    public void beforeAll(ExtensionContext context) {
        LOG.setLevel(Level.OFF);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        LOG.setLevel(null);
    }
}
