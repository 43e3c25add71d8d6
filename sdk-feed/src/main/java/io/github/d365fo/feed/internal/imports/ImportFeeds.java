package io.github.d365fo.feed.internal.imports;

import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.datamanagement.DataManagement;
import io.github.d365fo.connector.datamanagement.ImportRequest;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.feed.ImportFeed;
import io.github.d365fo.feed.internal.run.Threads;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** Puts feeds together. */
public final class ImportFeeds {
    private static final Duration LONGEST_CALL = Duration.ofHours(1);

    private ImportFeeds() {}

    /** Returns a feed into {@code job}. */
    public static ImportFeed of(RecurringJob job, Function<Path, EnqueueRequest> rule, ImportSettings settings) {
        return of(settings, new JobDestination(job, rule));
    }

    /** Returns a feed through the package API. */
    public static ImportFeed of(
            DataManagement data, ImportRequest request, Function<Path, EnqueueRequest> rule, ImportSettings settings) {
        Duration timeout = settings.resultTimeout();
        Duration oneCall = timeout.compareTo(LONGEST_CALL) < 0 ? timeout : LONGEST_CALL;
        return of(settings, new PackageDestination(data, request, rule, oneCall));
    }

    private static ImportFeed of(ImportSettings settings, Destination destination) {
        ImportEngine engine = new ImportEngine(
                settings,
                destination,
                Executors.newCachedThreadPool(Threads.workers("d365fo-import")),
                StepWatcher.NONE);
        return new DefaultImportFeed(settings, destination, engine);
    }
}
