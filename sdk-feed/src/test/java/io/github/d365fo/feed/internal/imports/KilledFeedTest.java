package io.github.d365fo.feed.internal.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.auth.TokenRequest;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.feed.FileRule;
import io.github.d365fo.feed.ImportFeed;
import io.github.d365fo.feed.InDoubtFile;
import io.github.d365fo.feed.Resolution;
import io.github.d365fo.testkit.EnqueuedFile;
import io.github.d365fo.testkit.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A feed in a real process that is killed while it sends, again and again. */
@ExtendWith(CapturedLog.class)
class KilledFeedTest {
    private static final int KILLS = 5;
    private static final int FILES_EACH = 12;

    @TempDir
    Path directory;

    @Test
    @Timeout(300)
    void killsLoseNothingAndRepeatNothing() throws Exception {
        long seed = Long.getLong("seed", 42);
        Random random = new Random(seed);
        List<String> contents = new ArrayList<>();
        try (Inboxes world = new Inboxes(directory)) {
            world.server.faults().on(Operation.ENQUEUE).probability(0.05, seed).inject(new Fault.ResetAfterReading());
            for (int kill = 0; kill < KILLS; kill++) {
                for (int i = 0; i < FILES_EACH; i++) {
                    String content = "CUSTOMERGROUPID\n" + contents.size() + "\n";
                    world.put("usmf/" + contents.size() + ".csv", content);
                    contents.add(content);
                }
                // Those that a kill left in doubt may never come, so what comes next is counted from here.
                int before = world.server.importJob().enqueued().size();
                killAfter(world, before + 1 + random.nextInt(FILES_EACH / 2));
            }
            world.server.faults().clear();
            finish(world);
            assertThat(world.sent()).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(contents);
            assertThat(done(world)).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(contents);
            assertThat(world.files("failed")).isEmpty();
            assertThat(world.files("in-doubt")).isEmpty();
            world.assertNothingTaken();
        }
    }

    /** Runs a feed in a process of its own and kills it once the service has {@code files}. */
    private void killAfter(Inboxes world, int files) throws IOException, InterruptedException {
        String token = world.server
                .tokenProvider()
                .token(TokenRequest.of(world.server.environment().toString()))
                .toCompletableFuture()
                .join()
                .value();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        FeedProcess.class.getName(),
                        world.server.environment().toString(),
                        token,
                        world.server.importJob().activityId().toString(),
                        world.inbox.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("child.log").toFile())
                .start();
        try {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> {
                        world.server.clock().advance(Duration.ofMillis(200));
                        return world.server.importJob().enqueued().size() >= files || !process.isAlive();
                    });
            assertThat(process.isAlive())
                    .as(Files.readString(directory.resolve("child.log")))
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    }

    private static void finish(Inboxes world) {
        boolean left = true;
        while (left) {
            try (ImportFeed feed = world.builder()
                    .request(FileRule.ofEntity("Customer groups"))
                    .build()) {
                for (InDoubtFile file : feed.inDoubt()) {
                    resolve(world, feed, file);
                }
                feed.runUntilEmpty();
                left = !feed.inDoubt().isEmpty();
            }
        }
    }

    private static void resolve(Inboxes world, ImportFeed feed, InDoubtFile file) {
        Optional<MessageId> arrived = world.server.importJob().enqueued().stream()
                .filter(sent -> sent.externalId().equals(file.externalId()))
                .map(EnqueuedFile::messageId)
                .findFirst();
        arrived.ifPresentOrElse(
                message -> feed.resolve(file.id(), message), () -> feed.resolve(file.id(), Resolution.NOT_ARRIVED));
    }

    private static List<String> done(Inboxes world) throws IOException {
        List<String> contents = new ArrayList<>();
        for (String name : world.files("done")) {
            contents.add(Files.readString(world.inbox.resolve("done").resolve(name), StandardCharsets.UTF_8));
        }
        return contents;
    }
}
