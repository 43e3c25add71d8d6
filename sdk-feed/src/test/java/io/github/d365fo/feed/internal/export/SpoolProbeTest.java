package io.github.d365fo.feed.internal.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.feed.MessageNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Every worker of a feed looks at the disk after a failure, and blames nothing on a disk that is well. */
@Timeout(60)
class SpoolProbeTest {
    private static final int WORKERS = 8;
    private static final int TIMES = 50;

    @TempDir
    Path directory;

    @Test
    void probesOfManyWorkersAreNotInEachOthersWay() throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
        CyclicBarrier together = new CyclicBarrier(WORKERS);
        List<Future<?>> probes = new ArrayList<>();
        try (Spool spool = open()) {
            for (int i = 0; i < WORKERS; i++) {
                probes.add(workers.submit(() -> {
                    together.await();
                    for (int time = 0; time < TIMES; time++) {
                        spool.probe();
                    }
                    return true;
                }));
            }
            for (Future<?> each : probes) {
                each.get(60, TimeUnit.SECONDS);
            }
        } finally {
            workers.shutdownNow();
        }

        assertThat(directory.resolve("packages")).isEmptyDirectory();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aPackageThatTheDiskDoesNotGiveOutNowIsNotDamaged() throws IOException {
        try (Spool spool = open()) {
            StoredPackage stored = new StoredPackage(
                    "entry", new MessageNames("c", Optional.empty()), "0".repeat(64), 0, Instant.EPOCH, 1, true);
            // Has a length of zero, and can't be read: a real "Input/output error".
            Files.createSymbolicLink(spool.file("entry"), Path.of("/proc/self/mem"));
            assertThatThrownBy(() -> spool.isIntact(stored)).isInstanceOf(IOException.class);
            Files.delete(spool.file("entry"));
            assertThat(spool.isIntact(stored)).isFalse();
        }
    }

    private Spool open() throws IOException {
        return Spool.open(
                directory, ActivityId.of("f0bc1d4c-2b0c-4a4e-9d4e-000000000007"), Long.MAX_VALUE, Instant.EPOCH);
    }
}
