package io.github.d365fo.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.auth.TokenRequest;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.FakeExportJob;
import io.github.d365fo.testkit.Fault;
import io.github.d365fo.testkit.PublishedMessage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The loop of the README survives: ended at every step, robbed of every answer, killed anywhere, it is run again the next
 * night, and in the end every package is on the disk, whole and under its name, and acknowledged.
 * {@code -Dplainloop.kills} says how many processes are killed; {@code -Dplainloop.all=true} tries every way with every
 * behaviour that the service may have.
 */
@ExtendWith(CapturedLog.class)
@Timeout(600)
class PlainLoopTest {
    private static final int KILLS = Integer.getInteger("plainloop.kills", 5);
    private static final List<byte[]> PUBLISHED =
            IntStream.range(0, 3).mapToObj(Packages::zip).toList();
    private static final boolean EVERY = Boolean.getBoolean("plainloop.all");
    private static final Duration LEASE = Duration.ofMinutes(30);

    @TempDir
    Path directory;

    /** The README's code, blocking and asynchronous. */
    enum Loop {
        BLOCKING {
            @Override
            void run(ConnectorClient client, FakeExportJob job, Path directory) {
                new CustomerExport(client, job.activityId().value()).fetchAll(directory);
            }
        },
        ASYNC {
            @Override
            void run(ConnectorClient client, FakeExportJob job, Path directory) {
                CustomerExport export =
                        new CustomerExport(client, job.activityId().value());
                boolean more = true;
                while (more) {
                    more = export.fetchNext(directory).join();
                }
            }
        };

        abstract void run(ConnectorClient client, FakeExportJob job, Path directory);
    }

    /** What nobody outside knows of the service: whether a redelivery keeps its id, whether late and second ones count. */
    record Service(boolean newIds, boolean lenient) {
        static final List<Service> ALL = List.of(
                new Service(false, false), new Service(true, false), new Service(false, true), new Service(true, true));

        /** Returns all, or, if there are many ways to try, the next one. */
        static List<Service> some(int way) {
            return EVERY ? ALL : List.of(ALL.get(way % ALL.size()));
        }

        FakeConnectorServer start() {
            return FakeConnectorServer.builder()
                    .newCorrelationIds(newIds)
                    .repeatedAcknowledgement(lenient)
                    .lateAcknowledgement(lenient)
                    .start();
        }
    }

    @ParameterizedTest
    @EnumSource
    void endedAtEveryStepOnceOrEveryNight(Loop loop) throws IOException {
        int ways = 0;
        int step = 0;
        for (boolean ended = true; ended; step++) {
            for (int nights : new int[] {1, 3}) {
                for (Service service : Service.some(ways)) {
                    ended = survivesEnd(loop, service, step, nights);
                    ways++;
                }
            }
        }
        System.out.printf("%s: ended at each of %d steps, %d ways, nothing lost%n", loop, step - 1, ways);
    }

    /** Runs the loop for some nights up to {@code step}, then to its end; false if there is no such step. */
    private boolean survivesEnd(Loop loop, Service service, int step, int nights) throws IOException {
        try (FakeConnectorServer server = service.start()) {
            Path place = publish(server);
            boolean ended = false;
            for (int night = 0; night < nights; night++) {
                ended |= !endsWell(loop, new Killing(step).of(server.client()), server, place);
                server.clock().advance(LEASE);
            }
            runToTheEnd(loop, service, server, place);
            return ended;
        }
    }

    /** Every answer that can be lost, whether what was asked was done or not, once or until the call gives up. */
    @ParameterizedTest
    @EnumSource
    void everyAnswerLost(Loop loop) throws IOException {
        int ways = 0;
        for (Operation operation : List.of(Operation.DEQUEUE, Operation.DOWNLOAD, Operation.ACKNOWLEDGE)) {
            for (Fault fault : faults(operation)) {
                for (int times : new int[] {1, 5}) {
                    for (int first : EVERY ? List.of(1, 3) : List.of(1 + ways / 4 % 2 * 2)) {
                        for (Service service : Service.some(ways)) {
                            survivesFault(loop, service, operation, fault, first, times);
                            ways++;
                        }
                    }
                }
            }
        }
        System.out.printf("%s: answers lost in %d ways, nothing lost%n", loop, ways);
    }

    private void survivesFault(Loop loop, Service service, Operation operation, Fault fault, int first, int times)
            throws IOException {
        try (FakeConnectorServer server = service.start()) {
            Path place = publish(server);
            server.faults().on(operation).nth(first).times(times).inject(fault);
            runToTheEnd(loop, service, server, place);
        }
    }

    private static List<Fault> faults(Operation operation) {
        List<Fault> faults = new ArrayList<>(List.of(
                new Fault.BadGateway(),
                new Fault.GatewayTimeout(),
                new Fault.ServerError(),
                new Fault.Throttled(Fault.RetryAfter.seconds(60)),
                new Fault.ResetBeforeReading(),
                new Fault.ResetAfterReading(),
                new Fault.ResetInHeaders(),
                new Fault.NoAnswer(),
                new Fault.Garbage(),
                new Fault.Delay(Duration.ofMinutes(31))));
        faults.addAll(
                switch (operation) {
                    case DEQUEUE ->
                        List.of(
                                new Fault.ResetInBody(40),
                                new Fault.BrokenJson(),
                                new Fault.DuplicateDelivery(),
                                new Fault.OutOfOrder());
                    case DOWNLOAD ->
                        List.of(
                                new Fault.ResetInBody(10_000),
                                new Fault.Truncated(10_000),
                                new Fault.WrongLength(100),
                                new Fault.DelayInBody(Duration.ofMinutes(31), 10_000));
                    default -> List.of(new Fault.LostAcknowledgement(), new Fault.ExpiredReceipt());
                });
        return faults;
    }

    /** A process of its own, killed as by {@code kill -9} somewhere between its first request and its last file. */
    @ParameterizedTest
    @EnumSource(names = "BLOCKING")
    void killedProcesses(Loop loop) throws Exception {
        Random random = new Random(11);
        int left = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Service service = Service.ALL.get(kill % Service.ALL.size());
            try (FakeConnectorServer server = service.start()) {
                Path place = publish(server);
                runAndKill(server, place, random);
                left += age(place);
                server.clock().advance(LEASE);
                runToTheEnd(loop, service, server, place);
            }
        }
        System.out.printf(
                "%d processes killed, %d unfinished files left by them and cleared, nothing lost%n", KILLS, left);
    }

    private static void runAndKill(FakeConnectorServer server, Path place, Random random) throws Exception {
        String token = server.tokenProvider()
                .token(TokenRequest.of(server.environment().toString()))
                .toCompletableFuture()
                .join()
                .value();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        LoopProcess.class.getName(),
                        server.environment().toString(),
                        token,
                        server.exportJob().activityId().value(),
                        place.toString())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader lines = process.inputReader()) {
            for (int events = random.nextInt(24); events >= 0; events--) {
                assertThat(lines.readLine()).matches("(asks|hears): .*|done");
            }
            long until = System.nanoTime() + random.nextInt(4_000_000);
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
        } finally {
            process.destroyForcibly();
        }
        process.waitFor();
    }

    /** Half a day passes for what is unfinished; returns how much that is. */
    private static int age(Path place) throws IOException {
        int unfinished = 0;
        try (Stream<Path> files = Files.list(place)) {
            for (Path file : files.toList()) {
                if (!file.toString().endsWith(".zip")) {
                    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(13))));
                    unfinished++;
                }
            }
        }
        return unfinished;
    }

    private Path publish(FakeConnectorServer server) throws IOException {
        FakeExportJob job = server.exportJob();
        job.publish(PUBLISHED.get(0));
        job.publish(PUBLISHED.get(1));
        job.publishWithoutFile("no customer changed");
        job.publish(PUBLISHED.get(2));
        return Files.createTempDirectory(directory, "night");
    }

    /** Runs the loop night after night until one ends well and leaves nothing in the queue; that must be soon. */
    private static void runToTheEnd(Loop loop, Service service, FakeConnectorServer server, Path place)
            throws IOException {
        boolean done = false;
        // A fault that strikes five times may spoil five nights.
        for (int night = 0; !done; night++) {
            assertThat(night).as("nights without an end").isLessThan(8);
            done = endsWell(loop, server.client(), server, place)
                    && server.exportJob().pending() == 0;
            server.clock().advance(LEASE);
        }
        server.verify().nothingUnacknowledged().noUnreadMessageAcknowledged();
        assertEverythingIsThere(service, server, place);
    }

    private static boolean endsWell(Loop loop, ConnectorClient client, FakeConnectorServer server, Path place) {
        try {
            loop.run(client, server.exportJob(), place);
            return true;
        } catch (ConnectorException | Killing.Killed e) {
            return false;
        } catch (CompletionException e) {
            assertThat(e.getCause()).isInstanceOfAny(ConnectorException.class, Killing.Killed.class);
            return false;
        }
    }

    private static void assertEverythingIsThere(Service service, FakeConnectorServer server, Path place)
            throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(place)) {
            files = all.toList();
        }
        assertThat(files).allSatisfy(file -> {
            assertThat(file.getFileName().toString()).matches("[-0-9a-f]{36}\\.zip");
            assertThat(PUBLISHED.stream().anyMatch(content -> hasContent(file, content)))
                    .isTrue();
        });
        List<PublishedMessage> messages = server.exportJob().messages().stream()
                .filter(message -> message.size().isPresent())
                .toList();
        for (int i = 0; i < PUBLISHED.size(); i++) {
            assertThat(place.resolve(messages.get(i).correlationId() + ".zip")).hasBinaryContent(PUBLISHED.get(i));
        }
        if (!service.newIds()) {
            assertThat(files).hasSize(PUBLISHED.size());
        }
    }

    private static boolean hasContent(Path file, byte[] content) {
        try {
            return Arrays.equals(Files.readAllBytes(file), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
