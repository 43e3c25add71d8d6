package io.github.d365fo.feed.internal.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.support.CapturedLog;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Feeds on simulated machines, in files in memory and virtual time: a process may end at any change of a file, at any call
 * and in the middle of any write; what was not forced is lost; disks are full, folders are in the way, answers are lost and
 * clocks are set. Each file ends in exactly one place, none is lost and none is sent twice, in their order if there is one.
 * {@code -Dseed=N} replays one seed, {@code -Dseeds=N} tries so many.
 */
@ExtendWith(CapturedLog.class)
class ImportSimulationTest {
    private static final long SEEDS = Long.getLong("seeds", 5_000);
    /** A build on two JDKs tries twice as many. */
    private static final long FIRST = Runtime.version().feature() < 21 ? 0 : SEEDS;

    /** Failures that say more than others that follow would. */
    private static final int ENOUGH = 10;

    private final Map<String, Integer> seen = new ConcurrentSkipListMap<>();
    private final Map<Long, Throwable> failures = new ConcurrentSkipListMap<>();

    @Test
    void noFileIsLostOrSentTwiceOrLeftUndone() {
        Long one = Long.getLong("seed");
        LongStream seeds = one == null ? LongStream.range(FIRST, FIRST + SEEDS) : LongStream.of(one);
        seeds.parallel().forEach(this::run);
        System.out.println("import simulation: " + seen);
        failures.forEach((seed, failure) -> {
            throw new AssertionError(
                    "seed " + seed + " (-Dseed=" + seed + "), of the failing " + failures.keySet() + ": "
                            + failure.getMessage(),
                    failure);
        });
        if (one == null) {
            assertThat(seen)
                    .as("what must happen in so many seeds, or they prove nothing")
                    .containsKeys("packages", "messages", "ends", "full disks", "obstacles", "doubts");
        }
    }

    private void run(long seed) {
        if (failures.size() > ENOUGH) {
            return;
        }
        try (ImportHistory history = new ImportHistory(seed)) {
            history.run();
            history.seen.forEach((what, times) -> seen.merge(what, times, Integer::sum));
        } catch (Throwable e) {
            failures.put(seed, e);
        }
    }
}
