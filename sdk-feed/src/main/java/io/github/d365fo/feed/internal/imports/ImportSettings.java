package io.github.d365fo.feed.internal.imports;

import io.github.d365fo.feed.FeedListener;
import io.github.d365fo.feed.ImportResult;
import io.github.d365fo.feed.internal.run.Growing;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * What a feed is built with.
 *
 * @param paths its folders
 * @param settleTime how long a file must not change to be whole
 * @param firstIdle the first wait after the inbox was empty
 * @param lastIdle the longest
 * @param ordered whether a file is sent only when all before it have ended
 * @param concurrency how many are sent at once
 * @param maxUnprocessed how many may be sent and not processed
 * @param resultTimeout how long a run waits for what was sent
 * @param drainTimeout how long closing waits
 * @param onResult hears of each file that ended
 * @param listeners hear of everything
 * @param clock decides what time it is, and if it is virtual also when waits are over
 * @param random draws a part of each wait
 */
public record ImportSettings(
        FolderPaths paths,
        Duration settleTime,
        Duration firstIdle,
        Duration lastIdle,
        boolean ordered,
        int concurrency,
        int maxUnprocessed,
        Duration resultTimeout,
        Duration drainTimeout,
        Consumer<ImportResult> onResult,
        List<FeedListener> listeners,
        Clock clock,
        RandomGenerator random) {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    /** Returns these settings with another clock. */
    ImportSettings withClock(Clock other) {
        return new ImportSettings(
                paths,
                settleTime,
                firstIdle,
                lastIdle,
                ordered,
                concurrency,
                maxUnprocessed,
                resultTimeout,
                drainTimeout,
                onResult,
                listeners,
                other,
                random);
    }

    /** Returns the waits before what failed is tried again. */
    Growing pauses() {
        return new Growing(FIRST_PAUSE, LONGEST_PAUSE, random);
    }

    /** Returns the waits between looks into an inbox that stays empty. */
    Growing idle() {
        return new Growing(firstIdle, lastIdle, random);
    }
}
