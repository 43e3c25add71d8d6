package io.github.d365fo.connector.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.d365fo.connector.support.ScriptedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;

/** What a call must not leave behind. */
final class Leaks {
    private static final Path OPEN_FILES = Path.of("/proc/self/fd");

    private Leaks() {}

    /** Fails if a connection is still in use, a thread still at work, or a file still there or open. */
    static void assertNone(ScriptedServer server, Path directory) throws IOException {
        soon().until(server::isQuiet);
        soon().untilAsserted(() -> assertThat(threadsAtWork()).isEmpty());
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
        assertThat(openFilesIn(directory)).isEmpty();
    }

    private static ConditionFactory soon() {
        return await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5));
    }

    /** Returns the other threads that are in the middle of the client's code. */
    private static List<Thread> threadsAtWork() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(entry -> entry.getKey() != Thread.currentThread())
                .filter(entry -> Arrays.stream(entry.getValue()).anyMatch(frame -> isOfACall(frame.getClassName())))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** A tunnel to a proxy lives as long as the connection that it carries, and a watch waits for the next call. */
    private static boolean isOfACall(String type) {
        return type.startsWith("io.github.d365fo.connector.internal.")
                && !type.startsWith("io.github.d365fo.connector.internal.proxy.")
                && !type.endsWith(".Watch");
    }

    private static List<Path> openFilesIn(Path directory) throws IOException {
        if (!Files.isDirectory(OPEN_FILES)) {
            return List.of();
        }
        try (Stream<Path> descriptors = Files.list(OPEN_FILES)) {
            return descriptors
                    .map(Leaks::target)
                    .filter(file -> file.startsWith(directory))
                    .toList();
        }
    }

    private static Path target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor);
        } catch (IOException e) {
            // Closed between the listing and the look: that is what is hoped for.
            return Path.of("");
        }
    }
}
