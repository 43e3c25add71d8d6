package io.github.d365fo.feed.internal.imports;

import io.github.d365fo.feed.FeedListener;
import io.github.d365fo.feed.FeedState;
import io.github.d365fo.feed.ImportFeed;
import io.github.d365fo.feed.ImportPlace;
import io.github.d365fo.feed.ImportResult;
import io.github.d365fo.feed.internal.run.FeedLog;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Tells the user's code what happens, the listener in a thread of its own, and the log and the feed's health what went wrong.
 * Whatever the user's code throws is logged and changes nothing. Thread-safe.
 */
final class Events {
    private static final FeedLog LOG = new FeedLog(ImportFeed.class.getName());

    private final String feed;
    private final List<FeedListener> listeners;
    private final Executor teller;
    private final Consumer<ImportResult> onResult;
    private final Telling telling;
    private final Consumer<Throwable> health;

    /** Creates events of the feed {@code feed}, told to {@code listeners} by {@code teller}, whose health hears of trouble by {@code health}. */
    Events(
            String feed,
            List<FeedListener> listeners,
            Executor teller,
            Consumer<ImportResult> onResult,
            Telling telling,
            Consumer<Throwable> health) {
        this.feed = feed;
        this.listeners = listeners;
        this.teller = teller;
        this.onResult = onResult;
        this.telling = telling;
        this.health = health;
    }

    void sent(FileEntry entry) {
        FeedListener.FileSent event = new FeedListener.FileSent(feed, entry.id(), entry.source(), entry.message());
        tell(to -> to.onFileSent(event));
    }

    void ended(ImportResult result) {
        if (result.place() != ImportPlace.DONE) {
            String why = telling.words(result.reason().orElse(""));
            LOG.log(
                    System.Logger.Level.ERROR,
                    () -> "import feed " + feed + ": "
                            + Printable.line(result.source() + " is in " + result.file() + ": " + why));
        }
        tell(to -> to.onFileEnded(new FeedListener.FileEnded(feed, result)));
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
        tell(to -> to.onImportTrouble(new FeedListener.ImportTrouble(feed, what, why)));
    }

    /** The feed stops for good. */
    void stops(String doing, Throwable failure) {
        String what = Printable.line(doing);
        Throwable why = telling.failure(failure);
        LOG.log(
                System.Logger.Level.ERROR,
                () -> "import feed " + feed + " stops, since " + what + " failed: " + Printable.text(why));
        trouble(doing, failure);
    }

    void state(FeedState from, FeedState to) {
        tell(each -> each.onImportStateChanged(new FeedListener.ImportStateChanged(feed, from, to)));
    }

    /** A listener that fails is no trouble of the feed: it would hide what is. */
    private void tell(Consumer<FeedListener> event) {
        safely(() -> teller.execute(() -> listeners.forEach(each -> safely(() -> event.accept(each)))));
    }

    private void safely(Runnable event) {
        try {
            event.run();
        } catch (Throwable e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> "import feed " + feed + ": the listener failed",
                    telling.failure(e));
        }
    }
}
