package io.github.d365fo.feed.internal.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.feed.ImportFeed;
import io.github.d365fo.feed.ImportFeedException;
import io.github.d365fo.feed.ImportPlace;
import io.github.d365fo.feed.ImportResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A file whose fate is written down and that can't be put where it ends stops no other. It is put there once the obstacle
 * is gone, by the same process or the next, and is never sent again.
 */
@Timeout(60)
@ExtendWith(CapturedLog.class)
class ObstacleTest {
    private static final String OTHER = "z.csv";
    private static final String LONG = "usmf/" + "ä".repeat(120) + "0123456.csv";
    private static final String LONGEST = "usmf/" + "ä".repeat(120) + "01234567890.csv";

    @TempDir
    Path directory;

    private final QuickJob job = new QuickJob();
    private final List<ImportResult> results = new ArrayList<>();

    /** What is in the way. */
    enum Obstacle {
        NONE(false),
        FILE_FOR_FOLDER(true),
        FILE_FOR_COMPANY(true),
        READ_ONLY(true),
        DIRECTORY_OF_THAT_NAME(false),
        DIRECTORY_FOR_REPORT(false),
        LONG_NAME(false),
        LONGEST_NAME_TWICE(false),
        REPORT_NOT_WRITTEN(false);

        /** Whether it has to be removed. */
        final boolean stops;

        Obstacle(boolean stops) {
            this.stops = stops;
        }

        String name(ImportPlace place) {
            return switch (this) {
                case LONG_NAME -> LONG;
                case LONGEST_NAME_TWICE -> LONGEST;
                default -> "usmf/a.csv";
            };
        }

        void put(Path folder) throws IOException {
            switch (this) {
                case NONE, LONG_NAME, REPORT_NOT_WRITTEN -> {}
                case FILE_FOR_FOLDER -> {
                    delete(folder);
                    Files.writeString(folder, "in the way");
                }
                case FILE_FOR_COMPANY -> Files.writeString(folder.resolve("usmf"), "in the way");
                case READ_ONLY -> Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-x------"));
                case DIRECTORY_OF_THAT_NAME -> Files.createDirectories(folder.resolve("usmf/a.csv/mine"));
                case DIRECTORY_FOR_REPORT -> {
                    Files.createDirectories(folder.resolve("usmf/a.csv.report.txt/mine"));
                    Files.createDirectories(folder.resolve("usmf/a.csv.in-doubt.txt/mine"));
                }
                case LONGEST_NAME_TWICE -> {
                    Files.createDirectories(folder.resolve("usmf"));
                    Files.writeString(folder.resolve(LONGEST), "another");
                }
            }
        }

        void remove(Path folder) throws IOException {
            switch (this) {
                case FILE_FOR_FOLDER -> Files.delete(folder);
                case FILE_FOR_COMPANY -> Files.delete(folder.resolve("usmf"));
                case READ_ONLY -> Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
                default -> {}
            }
        }

        private static void delete(Path folder) throws IOException {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path each, IOException failure) throws IOException {
                    Files.delete(each);
                    return FileVisitResult.CONTINUE;
                }
            });
        }
    }

    static Stream<Arguments> cases() {
        return Stream.of(Obstacle.values())
                .flatMap(obstacle -> Stream.of(ImportPlace.values())
                        .flatMap(place -> Stream.of(true, false)
                                .flatMap(ordered -> Stream.of(true, false)
                                        .map(soon -> Arguments.of(obstacle, place, ordered, soon)))));
    }

    private FolderPaths paths() {
        return FeedRig.beside(directory);
    }

    private ImportFeed feed(boolean ordered, StepWatcher watcher) {
        return new FeedRig(paths(), job.clock())
                .ordered(ordered)
                .watcher(watcher)
                .onResult(results::add)
                .feed(new QuickService(job).destination());
    }

    private void put(String name, String content) throws IOException {
        Path file = directory.resolve("inbox").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void noObstacleStopsOtherFiles(Obstacle obstacle, ImportPlace place, boolean ordered, boolean soon)
            throws IOException {
        paths().check();
        Path folder = paths().of(place);
        assumeTrue(obstacle != Obstacle.READ_ONLY || isRefusedToWrite());
        String content = place == ImportPlace.FAILED ? "" : "rows of the first";
        put(obstacle.name(place), content);
        put(OTHER, "rows of the other");
        if (place == ImportPlace.IN_DOUBT) {
            job.failNext(0);
        }
        obstacle.put(folder);
        Watching watching = new Watching(obstacle, folder, soon);
        ImportFeed feed = feed(ordered, watching);
        ImportFeedException stopped = catchThrowableOfType(ImportFeedException.class, feed::runUntilEmpty);

        boolean held = ordered && place == ImportPlace.IN_DOUBT;
        assertThat(job.arrived().contains("rows of the other")).isEqualTo(!held);
        if (obstacle.stops && !soon) {
            assertThat(stopped).hasMessageContaining("a.csv").hasMessageContaining(folder.toString());
            assertThat(feed.health().lastError().orElseThrow()).hasMessageContaining("a.csv");
            obstacle.remove(folder);
            feed = feed(ordered, StepWatcher.NONE);
            feed.runUntilEmpty();
        } else {
            assertThat(stopped).isNull();
        }
        feed.close();
        assertEnded(obstacle, place, content);
    }

    private void assertEnded(Obstacle obstacle, ImportPlace place, String content) throws IOException {
        List<String> sent = place == ImportPlace.DONE ? List.of("rows of the first") : List.of();
        assertThat(job.arrived()).containsAll(sent).doesNotHaveDuplicates();
        ImportResult result = results.stream()
                .filter(each -> each.source().equals(obstacle.name(place)))
                .findFirst()
                .orElseThrow();
        assertThat(result.place()).isEqualTo(place);
        assertThat(result.file()).hasContent(content);
        if (place != ImportPlace.DONE) {
            String reason = result.reason().orElseThrow();
            assertThat(texts(result.file().getParent())).anyMatch(text -> text.contains(reason));
        }
        assertThat(Inboxes.files(directory.resolve("inbox/.taken"))).allMatch(name -> name.endsWith("/" + OTHER));
    }

    private static List<String> texts(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<String> texts = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(each -> each.toString().endsWith(".txt"))
                    .toList()) {
                assertThat(file.getFileName().toString().getBytes(StandardCharsets.UTF_8))
                        .hasSizeLessThan(256);
                texts.add(Files.readString(file));
            }
            return texts;
        }
    }

    private boolean isRefusedToWrite() throws IOException {
        Path probe = Files.createDirectory(
                directory.resolve("probe"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-x------")));
        return !Files.isWritable(probe);
    }

    /** Fails the first reports if that is the obstacle, and removes another after some failures. */
    private static final class Watching implements StepWatcher {
        private final Obstacle obstacle;
        private final Path folder;
        private final boolean soon;
        private int reports;
        private int placings;

        Watching(Obstacle obstacle, Path folder, boolean soon) {
            this.obstacle = obstacle;
            this.folder = folder;
            this.soon = soon;
        }

        @Override
        public void at(String step) {
            if (step.equals("before placing") && obstacle.stops && soon && ++placings == 4) {
                try {
                    obstacle.remove(folder);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            if (step.equals("before note") && obstacle == Obstacle.REPORT_NOT_WRITTEN && reports++ < 3) {
                Thrown.<RuntimeException>unchecked(new IOException("No space left on device"));
            }
        }
    }
}
