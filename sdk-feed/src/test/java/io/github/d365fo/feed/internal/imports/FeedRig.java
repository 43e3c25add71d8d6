package io.github.d365fo.feed.internal.imports;

import io.github.d365fo.feed.FeedListener;
import io.github.d365fo.feed.ImportFeed;
import io.github.d365fo.feed.ImportResult;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Builds feeds that work in the thread that runs them and may be ended at any step. */
final class FeedRig {
    private final FolderPaths paths;
    private final Clock clock;
    private boolean ordered;
    private int concurrency = 1;
    private StepWatcher watcher = StepWatcher.NONE;
    private ExecutorService executor = new SameThread();
    private RandomGenerator random = new Random(0);
    private FeedListener listener = FeedListener.none();
    private Consumer<ImportResult> onResult = result -> {};

    FeedRig(FolderPaths paths, Clock clock) {
        this.paths = paths;
        this.clock = clock;
    }

    /** Returns the folders that a feed has by default. */
    static FolderPaths within(Path inbox) {
        return new FolderPaths(
                inbox,
                inbox.resolve("done"),
                inbox.resolve("failed"),
                inbox.resolve("in-doubt"),
                inbox.resolve(".journal"));
    }

    /** Returns folders none of which lies in another. */
    static FolderPaths beside(Path directory) {
        return new FolderPaths(
                directory.resolve("inbox"),
                directory.resolve("done"),
                directory.resolve("failed"),
                directory.resolve("in-doubt"),
                directory.resolve("journal"));
    }

    FeedRig ordered(boolean is) {
        ordered = is;
        return this;
    }

    FeedRig concurrency(int files) {
        concurrency = files;
        return this;
    }

    FeedRig watcher(StepWatcher by) {
        watcher = by;
        return this;
    }

    FeedRig executor(ExecutorService by) {
        executor = by;
        return this;
    }

    FeedRig random(RandomGenerator by) {
        random = by;
        return this;
    }

    FeedRig listener(FeedListener by) {
        listener = by;
        return this;
    }

    FeedRig onResult(Consumer<ImportResult> by) {
        onResult = by;
        return this;
    }

    ImportFeed feed(Destination destination) {
        ImportSettings settings = new ImportSettings(
                paths,
                Duration.ZERO,
                Duration.ofSeconds(1),
                Duration.ofSeconds(30),
                ordered,
                concurrency,
                5,
                Duration.ofHours(1),
                Duration.ofSeconds(30),
                onResult,
                List.of(listener),
                clock,
                random);
        return new DefaultImportFeed(settings, destination, new ImportEngine(settings, destination, executor, watcher));
    }
}
