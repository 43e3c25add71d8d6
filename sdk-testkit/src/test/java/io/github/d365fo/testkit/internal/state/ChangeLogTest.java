package io.github.d365fo.testkit.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.ServiceException;
import io.github.d365fo.connector.status.MessageState;
import io.github.d365fo.testkit.EnqueuedFile;
import io.github.d365fo.testkit.ErrorRow;
import io.github.d365fo.testkit.ExecutionOutcome;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.FakeExecution;
import io.github.d365fo.testkit.harness.CapturedLog;
import io.github.d365fo.testkit.harness.DataPlaneRig;
import io.github.d365fo.testkit.harness.DataPlaneRig.DataEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A server that was killed: what is found of it is what it had answered, from state.json and the changes since. */
@ExtendWith(CapturedLog.class)
class ChangeLogTest {
    @TempDir
    Path directory;

    private long copies;

    /** Something that a client, or a test, does. */
    private interface Step {
        void run() throws Exception;
    }

    @Test
    void whatAKilledServerKnewIsWhatTheNextOneKnowsWhateverHappenedBefore() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Path kept = directory.resolve("kept");
        try (DataPlaneRig rig = new DataPlaneRig(start(kept))) {
            List<Step> steps = steps(rig);
            List<Integer> done = new ArrayList<>();
            for (int i = 0; i < 120; i++) {
                int step = random.nextInt(steps.size());
                done.add(step);
                steps.get(step).run();
                if (random.nextInt(8) == 0) {
                    // A request, for a change by the test itself is saved with the next one.
                    rig.call("InitializeDataManagement", "{}");
                    assertThat(knownToTheNext(kept))
                            .as("seed %d, steps %s", seed, done)
                            .isEqualTo(known(rig.server));
                }
            }
        }
    }

    private List<Step> steps(DataPlaneRig rig) {
        FakeConnectorServer server = rig.server;
        RecurringJob exports = server.client().job(server.exportJob().activityId());
        RecurringJob imports = server.client().job(server.importJob().activityId());
        Random random = new Random(1);
        List<Optional<DequeueResult>> last = new ArrayList<>(List.of(Optional.empty()));
        return List.of(
                () -> server.exportJob().publish(("PK " + random.nextInt()).getBytes(StandardCharsets.UTF_8)),
                () -> server.exportJob().publishWithoutFile("no records"),
                () -> last.set(0, exports.dequeue()),
                () -> open(exports, last.get(0)),
                () -> acknowledge(exports, last),
                () -> imports.enqueue(EnqueueRequest.of(Payload.ofString("x" + random.nextInt()))
                        .entity("General journal")),
                () -> server.importJob().endNext(ExecutionOutcome.failed(ErrorRow.target("1", "no"))),
                () -> server.importJob().enqueued().stream()
                        .findFirst()
                        .ifPresent(file ->
                                server.importJob().forceState(file.messageId(), MessageState.PROCESSED_WITH_ERRORS)),
                () -> rig.importPackage(
                        "Groups " + random.nextInt(),
                        DataPlaneRig.zip(DataEntry.csv("Customer groups", "ID\r\n1\r\n"))),
                () -> forget(rig),
                () -> block(rig, "comp=block&blockid=MDE="),
                () -> block(rig, "comp=block&blockid=MDI="),
                () -> block(rig, "comp=blocklist"),
                () -> rig.put(rig.writeUrl("whole"), new byte[random.nextInt(50)], "x-ms-blob-type", "BlockBlob"),
                () -> rig.data().deleteBlob("whole"),
                () -> rig.data().deleteBlob("blocks"),
                () -> rig.data().project("Groups").endAlways(ExecutionOutcome.canceled()),
                () -> rig.data().project("Groups").publishExport(new byte[random.nextInt(9)]),
                () -> server.clock().advance(Duration.ofMinutes(random.nextInt(40))),
                () -> server.addExportJob().publish(new byte[1]),
                () -> {
                    if (random.nextInt(4) == 0) {
                        server.reset();
                    }
                });
    }

    private static void open(RecurringJob exports, Optional<DequeueResult> message) throws IOException {
        if (message.filter(DequeueResult::fileExists).isEmpty()) {
            return;
        }
        try (InputStream content = exports.open(message.get())) {
            content.readAllBytes();
        } catch (ConnectorException e) {
            // A reset has removed it.
            assertThat(e).isInstanceOf(ServiceException.class);
        }
    }

    private static void acknowledge(RecurringJob exports, List<Optional<DequeueResult>> last) {
        try {
            last.get(0).ifPresent(exports::acknowledge);
        } catch (ConnectorException e) {
            last.set(0, Optional.empty());
        }
    }

    private static void forget(DataPlaneRig rig) throws Exception {
        for (FakeExecution found : rig.data().executions()) {
            rig.call("DeleteExecutionHistoryJob", "{\"executionId\":\"" + found.id() + "\"}");
        }
    }

    private static void block(DataPlaneRig rig, String query) throws Exception {
        boolean list = query.endsWith("blocklist");
        rig.put(
                URI.create(rig.writeUrl("blocks") + "&" + query),
                (list ? "<BlockList><Latest>MDE=</Latest></BlockList>" : query).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void changesThatWereCutAreThoseOfAnEarlierMoment() throws Exception {
        List<String> known = new ArrayList<>();
        Path killed = killed(known);
        byte[] log = Files.readAllBytes(killed.resolve("changes.log"));
        int last = known.size() - 1;
        for (int length = firstLine(log); length < log.length; length += 1 + length % 7) {
            Path copy = copy(killed);
            Files.write(copy.resolve("changes.log"), Arrays.copyOf(log, length));
            String found = tryKnown(copy);
            assertThat(known).as("cut at %d of %d", length, log.length).contains(found);
        }
        assertThat(knownToTheNext(killed)).isEqualTo(known.get(last));
    }

    @Test
    void everyOtherDamageOfTheChangesIsRefusedByTheirName() throws Exception {
        Path killed = killed(new ArrayList<>());
        byte[] log = Files.readAllBytes(killed.resolve("changes.log"));
        List<byte[]> lines = lines(log);
        List<byte[]> damaged = new ArrayList<>();
        for (int place = 0; place < log.length; place += 1 + place % 11) {
            byte[] flipped = log.clone();
            flipped[place] ^= (byte) (1 << place % 8);
            damaged.add(flipped);
        }
        for (int length = 0; length < lines.get(0).length; length += 9) {
            damaged.add(Arrays.copyOf(log, length));
        }
        for (int line = 0; line < lines.size() - 1; line++) {
            List<byte[]> without = new ArrayList<>(lines);
            without.remove(line);
            damaged.add(join(without));
            List<byte[]> twice = new ArrayList<>(lines);
            twice.add(line, lines.get(line));
            damaged.add(join(twice));
        }
        damaged.add(join(List.of(log, lines.get(1))));
        for (byte[] each : damaged) {
            Path copy = copy(killed);
            Path file = Files.write(copy.resolve("changes.log"), each);
            assertRefused(copy, file);
            assertThat(file).hasBinaryContent(each);
        }
        Path copy = copy(killed);
        Files.delete(copy.resolve("changes.log"));
        assertRefused(copy, copy.resolve("changes.log"));
        copy = copy(killed);
        Files.delete(copy.resolve("state.json"));
        assertRefused(copy, copy.resolve("state.json"));
    }

    @Test
    void changesOfAnotherStateAreTold() throws Exception {
        Path killed = killed(new ArrayList<>());
        String known = knownToTheNext(killed);
        Path next = copy(killed);
        start(next).close();
        // Killed between the two files: the state is new, the changes are the ones it already has.
        Files.copy(killed.resolve("changes.log"), next.resolve("changes.log"), StandardCopyOption.REPLACE_EXISTING);
        assertThat(knownToTheNext(next)).isEqualTo(known);
        Path older = copy(killed);
        Path later = next.resolve("changes.log");
        try (FakeConnectorServer server = start(next)) {
            enqueue(server, "later");
            Files.copy(later, older.resolve("changes.log"), StandardCopyOption.REPLACE_EXISTING);
        }
        assertRefused(older, older.resolve("changes.log"));
        Path foreign = killed(new ArrayList<>());
        Files.copy(foreign.resolve("changes.log"), older.resolve("changes.log"), StandardCopyOption.REPLACE_EXISTING);
        assertRefused(older, older.resolve("changes.log"));
    }

    @Test
    void anEnqueueAppendsAsMuchToManyMessagesAsToFew() throws Exception {
        List<Long> appended = new ArrayList<>();
        for (int messages : List.of(1, 3_000)) {
            Path kept = directory.resolve("with-" + messages);
            try (FakeConnectorServer server = start(kept)) {
                for (int i = 0; i < messages; i++) {
                    server.exportJob().publishWithoutFile("no records");
                }
                enqueue(server, "warm-up");
                long before = Files.size(kept.resolve("changes.log"));
                enqueue(server, "a file");
                appended.add(Files.size(kept.resolve("changes.log")) - before);
            }
        }
        assertThat(appended.get(0)).isBetween(100L, 2_000L);
        // Ids and sizes may have a digit more.
        assertThat(appended.get(1)).isBetween(appended.get(0) - 50, appended.get(0) + 50);
    }

    @Test
    void theChangesStaySmallerThanTwiceTheState() throws Exception {
        Path kept = directory.resolve("kept");
        long largest = 0;
        long state = Long.MAX_VALUE;
        try (FakeConnectorServer server = start(kept)) {
            for (int i = 0; i < 600; i++) {
                server.importJob().legalEntity("x".repeat(10_000) + i);
                server.client().job(server.exportJob().activityId()).dequeue();
                largest = Math.max(largest, Files.size(kept.resolve("changes.log")));
            }
            state = Files.size(kept.resolve("state.json"));
        }
        assertThat(state).isLessThan(20_000);
        assertThat(largest).isBetween(1L << 19, (1L << 20) + 40_000);
    }

    /** Leaves the directory of a server that was killed after some requests; adds what was known after each. */
    private Path killed(List<String> known) throws Exception {
        Path kept = directory.resolve("killed-" + copies++);
        try (DataPlaneRig rig = new DataPlaneRig(start(kept))) {
            FakeConnectorServer server = rig.server;
            RecurringJob exports = server.client().job(server.exportJob().activityId());
            known.add(known(server));
            exports.dequeue();
            known.add(known(server));
            server.exportJob().publish("PK one".getBytes(StandardCharsets.UTF_8));
            DequeueResult message = exports.dequeue().orElseThrow();
            known.add(known(server));
            enqueue(server, "a file");
            known.add(known(server));
            exports.acknowledge(message);
            known.add(known(server));
            return copy(kept);
        }
    }

    private static void enqueue(FakeConnectorServer server, String text) {
        server.client()
                .job(server.importJob().activityId())
                .enqueue(EnqueueRequest.of(Payload.ofString(text)).entity("General journal"));
    }

    private static FakeConnectorServer start(Path state) {
        return FakeConnectorServer.builder().state(state).start();
    }

    private String knownToTheNext(Path kept) throws Exception {
        return tryKnown(copy(kept));
    }

    private static String tryKnown(Path state) throws Exception {
        try (FakeConnectorServer server = start(state)) {
            return known(server);
        }
    }

    private static String known(FakeConnectorServer server) {
        StringBuilder all = new StringBuilder().append(server.clock().instant());
        server.exportJobs().forEach(job -> all.append('\n').append(job).append(job.messages()));
        for (EnqueuedFile file : server.importJob().enqueued()) {
            all.append('\n').append(file).append(HexFormat.of().formatHex(file.bytes()));
            all.append(server.importJob().state(file.messageId()));
        }
        server.dataManagement()
                .blobs()
                .forEach(blob ->
                        all.append('\n').append(blob).append(HexFormat.of().formatHex(blob.bytes())));
        return all.append('\n').append(server.dataManagement().executions()).toString();
    }

    private static void assertRefused(Path state, Path file) {
        assertThatThrownBy(() -> start(state))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("state: " + file + " is damaged or belongs to another program: ");
    }

    private Path copy(Path kept) throws IOException {
        Path target = directory.resolve("copy-" + copies++);
        try (Stream<Path> found = Files.walk(kept)) {
            for (Path path : found.sorted(Comparator.naturalOrder()).toList()) {
                Files.copy(path, target.resolve(kept.relativize(path).toString()));
            }
        }
        return target;
    }

    private static int firstLine(byte[] log) {
        return lines(log).get(0).length;
    }

    private static List<byte[]> lines(byte[] log) {
        List<byte[]> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < log.length; i++) {
            if (log[i] == '\n') {
                lines.add(Arrays.copyOfRange(log, start, i + 1));
                start = i + 1;
            }
        }
        return lines;
    }

    private static byte[] join(List<byte[]> parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        parts.forEach(all::writeBytes);
        return all.toByteArray();
    }
}
