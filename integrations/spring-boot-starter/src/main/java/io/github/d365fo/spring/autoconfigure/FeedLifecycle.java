package io.github.d365fo.spring.autoconfigure;

import io.github.d365fo.feed.ExportFeed;
import io.github.d365fo.feed.ImportFeed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Starts the feeds after everything else of the application, and drains them, all at once, before anything else stops:
 * its phase is the last one.
 *
 * <p>The test framework pauses contexts that it keeps for later. Feeds are left out of that, since one that has ended
 * can't go on: they run until their context is closed.
 */
final class FeedLifecycle implements SmartLifecycle {
    /** Not the system's logger: the JDK's own logging ends when the signal comes that ends the application. */
    private static final Log LOG = LogFactory.getLog("io.github.d365fo.spring");

    private final BeanFactory beans;
    private final FeedSettings settings;
    private final Map<String, AutoCloseable> feeds = new TreeMap<>();
    private volatile boolean running;

    FeedLifecycle(BeanFactory beans, FeedSettings settings) {
        this.beans = beans;
        this.settings = settings;
    }

    @Override
    public void start() {
        settings.feeds().forEach((key, properties) -> {
            AutoCloseable feed = (AutoCloseable) beans.getBean(Prefix.feed(key).name());
            feeds.put(key, feed);
            if (properties.autoStart()) {
                start(feed);
            }
        });
        running = true;
    }

    private static void start(AutoCloseable feed) {
        if (feed instanceof ExportFeed exports) {
            exports.start();
        } else if (feed instanceof ImportFeed imports) {
            imports.start();
        }
    }

    /** Drains the feeds, each in a thread of its own, and calls {@code ended} when all have ended. */
    @Override
    public void stop(Runnable ended) {
        Thread draining = new Thread(
                () -> {
                    stop();
                    ended.run();
                },
                "d365fo-drain");
        draining.start();
    }

    /** Drains the feeds, each in a thread of its own, and returns when all have ended. */
    @Override
    public void stop() {
        List<Thread> drains = new ArrayList<>();
        feeds.forEach((key, feed) -> {
            Thread drain = new Thread(() -> close(key, feed), "d365fo-drain-" + key);
            drain.start();
            drains.add(drain);
        });
        try {
            for (Thread drain : drains) {
                drain.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // The feeds go on draining, and so does the application.
        }
        running = false;
    }

    /** What goes wrong keeps neither the other feeds nor the application from ending. */
    private static void close(String key, AutoCloseable feed) {
        try {
            feed.close();
        } catch (Exception e) {
            LOG.warn("the feed " + key + " did not end in good order", e);
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public boolean isPauseable() {
        return false;
    }
}
