package io.github.d365fo.feed;

import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.datamanagement.DataManagement;
import io.github.d365fo.connector.datamanagement.ImportRequest;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.feed.internal.imports.FolderPaths;
import io.github.d365fo.feed.internal.imports.ImportFeeds;
import io.github.d365fo.feed.internal.imports.ImportSettings;
import io.github.d365fo.feed.internal.imports.Printable;
import io.github.d365fo.feed.internal.run.Randomness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Builds an {@link ImportFeed}. Needs an inbox; everything else has a default. Not thread-safe. */
public final class ImportFeedBuilder {
    private static final Duration SETTLE_TIME = Duration.ofSeconds(10);
    private static final Duration FIRST_IDLE = Duration.ofSeconds(1);
    private static final Duration LAST_IDLE = Duration.ofSeconds(30);
    private static final Duration RESULT_TIMEOUT = Duration.ofHours(1);
    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(30);
    private static final int MAX_UNPROCESSED = 100;

    private final Target target;
    private final boolean onlyOne;
    private @Nullable Path inbox;
    private @Nullable Path done;
    private @Nullable Path failed;
    private @Nullable Path inDoubt;
    private @Nullable Path journal;
    private Function<Path, EnqueueRequest> rule = file -> EnqueueRequest.of(Payload.ofFile(file));
    private Duration settleTime = SETTLE_TIME;
    private Duration firstIdle = FIRST_IDLE;
    private Duration lastIdle = LAST_IDLE;
    private boolean ordered;
    private int concurrency = 1;
    private int maxUnprocessed = MAX_UNPROCESSED;
    private Duration resultTimeout = RESULT_TIMEOUT;
    private Duration drainTimeout = DRAIN_TIMEOUT;
    private Consumer<ImportResult> onResult = result -> {};
    private final List<FeedListener> listeners = new ArrayList<>();
    private Clock clock = Clock.systemUTC();

    private interface Target {
        ImportFeed feed(Function<Path, EnqueueRequest> rule, ImportSettings settings);
    }

    private ImportFeedBuilder(Target target, boolean onlyOne) {
        this.target = target;
        this.onlyOne = onlyOne;
    }

    static ImportFeedBuilder of(RecurringJob job) {
        Objects.requireNonNull(job, "job");
        return new ImportFeedBuilder((rule, settings) -> ImportFeeds.of(job, rule, settings), false);
    }

    static ImportFeedBuilder of(DataManagement data, ImportRequest request) {
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(request, "request");
        if (request.executionId().isPresent()) {
            throw new IllegalArgumentException(
                    "request: expected none with an execution id, since each file needs its own");
        }
        if (!request.execute()) {
            throw new IllegalArgumentException(
                    "request: expected execute(true), since an import that is not run has no end");
        }
        return new ImportFeedBuilder((rule, settings) -> ImportFeeds.of(data, request, rule, settings), true);
    }

    /**
     * Sets the directory whose files are sent, those in its sub-folders included; links are not followed. Names that begin
     * with a dot or end in {@code .part}, {@code .tmp} or {@code .filepart} are left alone. The feed keeps what it works on
     * in {@code .taken} there. Made if it is missing.
     */
    public ImportFeedBuilder inbox(Path directory) {
        inbox = Objects.requireNonNull(directory, "inbox");
        return this;
    }

    /** Sets where files go that were imported. Default {@code done} in the inbox. Made if it is missing. */
    public ImportFeedBuilder done(Path directory) {
        done = Objects.requireNonNull(directory, "done");
        return this;
    }

    /**
     * Sets where files go that were refused or failed, each with a {@code .report.txt} beside it. Default {@code failed} in
     * the inbox. Made if it is missing.
     */
    public ImportFeedBuilder failed(Path directory) {
        failed = Objects.requireNonNull(directory, "failed");
        return this;
    }

    /**
     * Sets where files go of which it is not known whether they arrived, each with an {@code .in-doubt.txt} beside it.
     * Default {@code in-doubt} in the inbox. Made if it is missing.
     */
    public ImportFeedBuilder inDoubtFolder(Path directory) {
        inDoubt = Objects.requireNonNull(directory, "inDoubtFolder");
        return this;
    }

    /**
     * Sets the directory of the journal, on a local disk that survives the process. Default {@code .journal} in the inbox.
     * Made if it is missing. Whoever deletes it lets the feed forget which files it sent.
     */
    public ImportFeedBuilder journal(Path directory) {
        journal = Objects.requireNonNull(directory, "journal");
        return this;
    }

    /**
     * Sets how a file is sent: {@link FileRule} has ready functions. Default: the file as it is, without entity and company,
     * which is right for data packages. A request without an external id gets the file's id. A file for which the function
     * throws goes to {@code failed/}. Through the package API only payload and company of the request count.
     *
     * <p>The path has the file's own name and sub-folder, but is not in the inbox any more. The function is called once for
     * each time that the file is sent, in any thread, and must be thread-safe.
     */
    public ImportFeedBuilder request(Function<Path, EnqueueRequest> function) {
        rule = Objects.requireNonNull(function, "request");
        return this;
    }

    /**
     * Sets how long size and time of change of a file in the inbox must stay the same before it is taken. Default 10
     * seconds. Zero is right if all files are renamed into the inbox, or written under a name that is left alone. A file that
     * is written to after it was sent ends in {@code failed/}, as far as that is seen before it is moved.
     *
     * @throws IllegalArgumentException if {@code duration} is negative
     */
    public ImportFeedBuilder settleTime(Duration duration) {
        settleTime = notNegative("settleTime", duration);
        return this;
    }

    /**
     * Sets how long to wait before the inbox is listed again: {@code first} while files come, growing to {@code longest}.
     * Default 1 to 30 seconds. Half of each wait is random.
     *
     * @throws IllegalArgumentException unless {@code first} is positive and {@code longest} not shorter
     */
    public ImportFeedBuilder idleWait(Duration first, Duration longest) {
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(longest, "longest");
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "idleWait: expected a positive wait and one that is not shorter, but got " + first + " and "
                            + longest);
        }
        firstIdle = first;
        lastIdle = longest;
        return this;
    }

    /**
     * Sets whether a file is sent only when the one before it is processed. Files go by name, as far as they are in the inbox
     * together. A file that fails lets the next go; one in doubt holds all others until it is resolved. Default false.
     */
    public ImportFeedBuilder ordered(boolean on) {
        ordered = on;
        return this;
    }

    /**
     * Sets how many files are sent at once. Default 1. Has no effect if {@code ordered}, or through the package API.
     *
     * @throws IllegalArgumentException if {@code files} is less than 1
     */
    public ImportFeedBuilder concurrency(int files) {
        concurrency = atLeastOne("concurrency", files);
        return this;
    }

    /**
     * Sets how many files may be sent and not processed; no more are sent until some are. Default 100.
     *
     * @throws IllegalArgumentException if {@code files} is less than 1
     */
    public ImportFeedBuilder maxUnprocessed(int files) {
        maxUnprocessed = atLeastOne("maxUnprocessed", files);
        return this;
    }

    /**
     * Sets what hears of each file that ended, in doubt included. Called in the feed's threads, before the journal says that
     * the file is done with: a restart in between calls it once more for the same {@link ImportResult#id()}. What it throws
     * is logged and changes nothing. Default: nothing.
     */
    public ImportFeedBuilder onResult(Consumer<ImportResult> consumer) {
        onResult = Objects.requireNonNull(consumer, "onResult");
        return this;
    }

    /**
     * Sets how long {@link ImportFeed#runUntilEmpty} waits for the service to process a file. Default 1 hour.
     *
     * @throws IllegalArgumentException if {@code duration} is not positive
     */
    public ImportFeedBuilder resultTimeout(Duration duration) {
        Objects.requireNonNull(duration, "resultTimeout");
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("resultTimeout: expected more than zero, but got " + duration);
        }
        resultTimeout = duration;
        return this;
    }

    /**
     * Sets how long {@link ImportFeed#close} waits for calls and callbacks. Default 30 seconds.
     *
     * @throws IllegalArgumentException if {@code duration} is negative
     */
    public ImportFeedBuilder drainTimeout(Duration duration) {
        drainTimeout = notNegative("drainTimeout", duration);
        return this;
    }

    /**
     * Adds a listener that sees what the feed does. May be called several times: each event goes to all of them, in the
     * order in which they were added. Default: none.
     */
    public ImportFeedBuilder listener(FeedListener observer) {
        listeners.add(Objects.requireNonNull(observer, "listener"));
        return this;
    }

    /**
     * Sets the clock. Default: the system's. Waits go by real time, so that a clock that is set stops nothing; but a
     * {@link io.github.d365fo.connector.VirtualClock} also decides when they are over; give the client the same.
     */
    public ImportFeedBuilder clock(Clock time) {
        clock = Objects.requireNonNull(time, "clock");
        return this;
    }

    /**
     * Builds the feed and makes and checks its folders. Nothing is read or sent before it is started.
     *
     * @throws IllegalStateException if there is no inbox
     * @throws IllegalArgumentException if two folders are the same, or one lies in another that is not the inbox; or if the
     *     inbox is or lies in a folder in which any import feed keeps files, or another folder is a feed's inbox
     * @throws UncheckedIOException if a folder can't be made or written
     */
    public ImportFeed build() {
        FolderPaths paths = paths();
        try {
            paths.check();
        } catch (IOException e) {
            throw new UncheckedIOException("folders: " + Printable.words(e), Printable.failure(e));
        }
        return target.feed(
                rule,
                new ImportSettings(
                        paths,
                        settleTime,
                        firstIdle,
                        lastIdle,
                        ordered,
                        onlyOne ? 1 : concurrency,
                        maxUnprocessed,
                        resultTimeout,
                        drainTimeout,
                        onResult,
                        List.copyOf(listeners),
                        clock,
                        Randomness.shared()));
    }

    private FolderPaths paths() {
        Path in = inbox;
        if (in == null) {
            throw new IllegalStateException("inbox: expected a directory, but none was set");
        }
        return new FolderPaths(
                in,
                done == null ? in.resolve("done") : done,
                failed == null ? in.resolve("failed") : failed,
                inDoubt == null ? in.resolve("in-doubt") : inDoubt,
                journal == null ? in.resolve(".journal") : journal);
    }

    private static Duration notNegative(String name, Duration duration) {
        Objects.requireNonNull(duration, name);
        if (duration.isNegative()) {
            throw new IllegalArgumentException(name + ": expected zero or more, but got " + duration);
        }
        return duration;
    }

    private static int atLeastOne(String name, int number) {
        if (number < 1) {
            throw new IllegalArgumentException(name + ": expected at least 1, but got " + number);
        }
        return number;
    }
}
