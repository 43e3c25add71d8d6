package io.github.d365fo.connector.wholefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.error.IntegrityException;
import io.github.d365fo.connector.packages.DataSource;
import io.github.d365fo.connector.support.ChildJvm;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What appears under a name is whole and alone, whichever way it is written: many threads, many processes, kills, files
 * of others. {@code -Dwholefile.rounds} and {@code -Dwholefile.kills} say how often.
 */
@Timeout(600)
class WholeFileAloneTest {
    private static final int ROUNDS = Integer.getInteger("wholefile.rounds", 30);
    private static final int KILLS = Integer.getInteger("wholefile.kills", 2);

    @TempDir
    Path directory;

    private Source source;
    private ConnectorClient client;

    @BeforeEach
    void start() throws IOException {
        source = new Source();
        client = Way.client(source.address());
    }

    @AfterEach
    void end() throws IOException {
        client.close();
        source.close();
    }

    /** Whoever is told a checksum finds it under the name. The two come at each moment of each other's work. */
    @ParameterizedTest
    @EnumSource
    void twoThreadsOnOneTarget(Way way) throws Exception {
        Path target = directory.resolve("target.zip");
        List<Contest> contests = List.of(new Contest(way, client, target), new Contest(way, client, target));
        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> run(contests.get(1), 2, contests));
        run(contests.get(0), 1, contests);
        other.get();
        assertThat(names()).isEqualTo(way.isDownload() ? List.of() : List.of("target.zip"));
        System.out.printf(
                "%s: two threads on one target, %d successes, each as told under the name, %d refusals%n",
                way,
                successes(contests),
                contests.stream().mapToInt(Contest::refusals).sum());
    }

    private static int successes(List<Contest> contests) {
        return contests.stream().mapToInt(Contest::successes).sum();
    }

    private static void run(Contest contest, int number, List<Contest> contests) {
        try {
            contest.run(number, () -> successes(contests) < ROUNDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same among processes. */
    @ParameterizedTest
    @EnumSource(names = {"DOWNLOAD", "ASYNC_DOWNLOAD", "PACKAGE"})
    void twoProcessesOnOneTarget(Way way) throws IOException {
        try (ChildJvm one = child(way, "contest", 1, ROUNDS / 2);
                ChildJvm other = child(way, "contest", 2, ROUNDS / 2)) {
            one.expect("READY");
            other.expect("READY");
            one.tell("");
            other.tell("");
            System.out.printf(
                    "%s: two processes on one target, %d successes, each as told under the name, %s and %s refusals%n",
                    way, ROUNDS / 2 * 2, one.rest().get(0), other.rest().get(0));
        }
        assertThat(names()).isEqualTo(way.isDownload() ? List.of() : List.of("target.zip"));
    }

    /** A refused attempt of this process must not let another process in. */
    @ParameterizedTest
    @EnumSource
    void whoIsRefusedOpensNoDoor(Way way) throws Exception {
        Path target = directory.resolve("file-1");
        CountDownLatch half = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        source.pace((number, sent) -> number != 1 || sent == 0 || pass(half, goOn));
        CompletableFuture<String> first = CompletableFuture.supplyAsync(
                () -> way.isDownload() ? tryWriting(way, target, 1) : writePackage(target, half, goOn));
        half.await();
        assertThatThrownBy(() -> way.write(client, target, 2)).hasMessageContaining("is being written by another");
        try (ChildJvm child = child(way, "files", 1, 1)) {
            child.expect("READY").tell("");
            assertThat(child.rest()).singleElement().asString().contains("is being written by another process");
        }
        goOn.countDown();
        assertThat(first.join()).isEqualTo(Contents.sha256(target)).isEqualTo(way.sha256(1));
        assertThat(names()).containsExactly("file-1");
    }

    private static boolean pass(CountDownLatch here, CountDownLatch goOn) {
        here.countDown();
        try {
            goOn.await();
            return true;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String writePackage(Path target, CountDownLatch half, CountDownLatch goOn) {
        DataSource data =
                () -> pass(half, goOn) ? new ByteArrayInputStream(Contents.noise(1)) : InputStream.nullInputStream();
        try {
            Contents.writer(1, data).writeTo(target);
            return Way.PACKAGE.sha256(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Killed anywhere: what is under a name is whole, and whoever writes it again finds and leaves nothing else. */
    @ParameterizedTest
    @EnumSource(names = {"DOWNLOAD", "ASYNC_DOWNLOAD", "ASYNC_STORAGE", "PACKAGE"})
    void killedProcesses(Way way) throws IOException {
        Random random = new Random(way.ordinal());
        int left = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Path place = Files.createDirectory(directory.resolve("kill-" + kill));
            int files = killed(way, place, random);
            left += names(place).size() - files;
            for (int number = 0; number <= files; number++) {
                Path target = place.resolve("file-" + number);
                if (Files.exists(target)) {
                    assertThat(Contents.sha256(target)).isEqualTo(way.sha256(number));
                }
                assertThat(way.write(client, target, number))
                        .isEqualTo(Contents.sha256(target))
                        .isEqualTo(way.sha256(number));
            }
            assertThat(names(place)).hasSize(files + 1).allMatch(name -> name.startsWith("file-"));
        }
        System.out.printf(
                "%s: %d processes killed while they wrote, %d unfinished files left by them and cleared%n",
                way, KILLS, left);
    }

    /** Kills a writing process somewhere and returns how many files it said to be there. */
    private int killed(Way way, Path place, Random random) {
        try (ChildJvm child = new ChildJvm(
                WriterProcess.class, way.name(), source.address(), place.toString(), "files", "0", "1000000")) {
            child.expect("READY").tell("");
            int files = 1 + random.nextInt(10);
            for (int number = 0; number < files; number++) {
                assertThat(child.line()).isEqualTo(number + " " + way.sha256(number));
            }
            long until = System.nanoTime() + random.nextInt(6_000_000);
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            child.kill();
            return files
                    + (int) child.unread().stream()
                            .filter(line -> line.matches("\\d+ \\w{64}"))
                            .count();
        }
    }

    /** Files that merely look like ours, and what they lead to, survive every end of a call. */
    @ParameterizedTest
    @EnumSource
    void filesOfOthersSurvive(Way way) throws Exception {
        Path precious = Files.writeString(directory.resolve("precious"), "precious");
        for (String name : List.of(
                "c.part",
                "c.zip.part",
                "c.zip.lock",
                ".c.zip.part",
                ".d365fo-" + "0".repeat(32) + ".part",
                ".d365fo-" + "0".repeat(32) + ".lock",
                ".d365fo-" + "1".repeat(32) + "-" + "2".repeat(32) + ".part",
                ".d365fo-",
                ".d365fo-.lock",
                ".d365fo-.part")) {
            Files.writeString(directory.resolve(name), "made by a user");
        }
        Files.createSymbolicLink(directory.resolve("c.zip.zip.part"), precious);
        Files.createSymbolicLink(directory.resolve("c.part.part"), precious);
        Files.createDirectory(directory.resolve("c.part.zip"));
        Map<String, String> before = snapshot();

        Path target = directory.resolve("c.zip");
        way.write(client, target, 1);
        assertThat(Contents.sha256(target)).isEqualTo(way.sha256(1));
        Files.delete(target);
        assertThat(snapshot()).isEqualTo(before);

        source.pace((number, sent) -> sent < 20_000);
        for (String name : List.of("c", "c.zip", "c.zip.zip", "c.part", "fresh")) {
            if (way.isDownload()) {
                assertThatThrownBy(() -> way.write(client, directory.resolve(name), 1))
                        .isInstanceOf(RuntimeException.class);
            }
        }
        assertThatThrownBy(() -> way.write(client, directory.resolve("c.part.zip"), 1))
                .isInstanceOfAny(IntegrityException.class, IOException.class);
        assertThat(snapshot()).isEqualTo(before);
    }

    private ChildJvm child(Way way, String what, int number, int count) {
        return new ChildJvm(
                WriterProcess.class,
                way.name(),
                source.address(),
                directory.toString(),
                what,
                String.valueOf(number),
                String.valueOf(count));
    }

    /** Returns the SHA-256 that was told, or nothing if the call was refused. */
    private String tryWriting(Way way, Path target, int number) {
        try {
            String told = way.write(client, target, number);
            assertThat(told).isEqualTo(way.sha256(number));
            return told;
        } catch (IntegrityException | IOException e) {
            return "";
        }
    }

    private List<String> names() {
        return names(directory);
    }

    private static List<String> names(Path place) {
        return Stream.of(place.toFile().list()).sorted().toList();
    }

    private Map<String, String> snapshot() throws IOException {
        Map<String, String> files = new HashMap<>();
        try (Stream<Path> all = Files.list(directory)) {
            for (Path file : all.toList()) {
                files.put(
                        file.getFileName().toString(),
                        Files.isSymbolicLink(file)
                                ? "-> " + Files.readSymbolicLink(file)
                                : Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)
                                        ? "directory"
                                        : Contents.sha256(file));
            }
        }
        return files;
    }
}
