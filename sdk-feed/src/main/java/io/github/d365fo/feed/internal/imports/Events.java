package io.github.d365fo.feed.internal.imports;

import io.github.d365fo.feed.FeedListener;
import io.github.d365fo.feed.FeedState;
import io.github.d365fo.feed.ImportFeed;
import io.github.d365fo.feed.ImportResult;
import java.util.function.Consumer;

/**
 * Tells the user's code what happens, and the log and the feed's health what went wrong. Whatever the user's code throws
 * is logged and changes nothing. Thread-safe.
 */
final class Events {
    private static final System.Logger LOG = System.getLogger(ImportFeed.class.getName());

    private final String feed;
    private final FeedListener listener;
    private final Consumer<ImportResult> onResult;
    private final Telling telling;
    private final Consumer<Throwable> health;

    /** Creates events of the feed {@code feed}, whose health hears of trouble by {@code health}. */
    Events(
            String feed,
            FeedListener listener,
            Consumer<ImportResult> onResult,
            Telling telling,
            Consumer<Throwable> health) {
        this.feed = feed;
        this.listener = listener;
        this.onResult = onResult;
        this.telling = telling;
        this.health = health;
    }

    void sent(FileEntry entry) {
        safely(
                "the listener",
                () -> listener.onFileSent(
                        new FeedListener.FileSent(feed, entry.id(), entry.source(), entry.message())));
    }

    void ended(ImportResult result) {
        safely("the listener", () -> listener.onFileEnded(new FeedListener.FileEnded(feed, result)));
        try {
            onResult.accept(result);
        } catch (Throwable e) {
            trouble("telling the result of " + result.source(), e);
        }
    }

    void trouble(String doing, Throwable failure) {
        String what = Printable.line(doing);
        Throwable why = telling.failure(failure);
        health.accept(why);
        LOG.log(
                System.Logger.Level.WARNING,
                () -> "import feed " + feed + ": " + what + " failed: " + Printable.text(why));
        LOG.log(System.Logger.Level.DEBUG, "where it failed", why);
        safely("the listener", () -> listener.onImportTrouble(new FeedListener.ImportTrouble(feed, what, why)));
    }

    void state(FeedState from, FeedState to) {
        safely(
                "the listener",
                () -> listener.onImportStateChanged(new FeedListener.ImportStateChanged(feed, from, to)));
    }

    /** A listener that fails is no trouble of the feed: it would hide what is. */
    private void safely(String who, Runnable call) {
        try {
            call.run();
        } catch (Throwable e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> "import feed " + feed + ": " + who + " failed",
                    telling.failure(e));
        }
    }
}
