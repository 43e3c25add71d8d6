package io.github.d365fo.feed.internal.imports;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.feed.ImportFeed;
import io.github.d365fo.feed.ImportFeedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A disk that fails at any access, once or for a while: what can't be seen is not taken for what is not there, so that each
 * file is imported once and ends in its place with its report.
 */
@ExtendWith(CapturedLog.class)
class FailingDiskTest {
    private static final int ACCESSES = 120;
    private static final int STEPS = 40;
    private static final int MOST_PROCESSES = 8;

    private final QuickJob job = new QuickJob();

    /** Fails {@code left} accesses from the one on before which {@code quiet} are well. */
    private static final class Failing implements HookedFiles.Hook {
        private int quiet;
        private int left;
        private boolean paused;

        Failing(int quiet, int left) {
            this.quiet = quiet;
            this.left = left;
        }

        private void access(Path file) throws IOException {
            if (paused) {
                return;
            }
            if (quiet > 0) {
                quiet--;
            } else if (left > 0) {
                left--;
                throw new FileSystemException(file.toString(), null, "Input/output error");
            }
        }

        void pause(boolean now) {
            paused = now;
        }

        @Override
        public void before(HookedFiles.Change change, Path file) throws IOException {
            access(file);
        }

        @Override
        public void beforeList(Path directory) throws IOException {
            access(directory);
        }

        @Override
        public void beforeLook(Path file) throws IOException {
            access(file);
        }
    }

    static Stream<Arguments> accesses() {
        return cases(ACCESSES);
    }

    static Stream<Arguments> steps() {
        return cases(STEPS);
    }

    private static Stream<Arguments> cases(int first) {
        return IntStream.range(0, first)
                .boxed()
                .flatMap(quiet -> Stream.of(1, 5).map(failures -> Arguments.of(quiet, failures)));
    }

    @ParameterizedTest
    @MethodSource("accesses")
    void whatCannotBeSeenIsNotGone(int quiet, int failures) throws IOException {
        Failing failing = new Failing(quiet, failures);
        assertImportedOnce(failing, StepWatcher.NONE);
    }

    /** A directory that can't be forced, for example, after the file in it has moved. */
    @ParameterizedTest
    @MethodSource("steps")
    void noStepIsTakenForUndone(int quiet, int failures) throws IOException {
        Failing failing = new Failing(quiet, failures);
        assertImportedOnce(new Failing(0, 0), step -> {
            try {
                failing.access(Path.of(step));
            } catch (IOException e) {
                Thrown.<RuntimeException>unchecked(e);
            }
        });
    }

    private void assertImportedOnce(Failing failing, StepWatcher watcher) throws IOException {
        try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix())) {
            FolderPaths paths = FeedRig.beside(new HookedFiles(memory, failing).path("/feed"));
            failing.pause(true);
            paths.check();
            Files.writeString(memory.getPath("/feed/inbox/a.csv"), "rows");
            Files.writeString(memory.getPath("/feed/inbox/empty.csv"), "");
            failing.pause(false);
            int processes = 0;
            while (Files.exists(memory.getPath("/feed/inbox/a.csv"))
                    || !Inboxes.files(memory.getPath("/feed/inbox/.taken")).isEmpty()) {
                assertThat(++processes).isLessThan(MOST_PROCESSES);
                run(paths, watcher);
            }
            assertThat(job.arrived()).containsExactly("rows");
            assertThat(Inboxes.files(memory.getPath("/feed/done"))).containsExactly("a.csv");
            assertThat(Inboxes.files(memory.getPath("/feed/failed")))
                    .isEqualTo(List.of("empty.csv", "empty.csv.report.txt"));
            assertThat(Inboxes.files(memory.getPath("/feed/in-doubt"))).isEmpty();
        }
    }

    private void run(FolderPaths paths, StepWatcher watcher) {
        try (ImportFeed feed =
                new FeedRig(paths, job.clock()).watcher(watcher).feed(new QuickService(job).destination())) {
            feed.runUntilEmpty();
        } catch (ImportFeedException | UncheckedIOException e) {
            // The next process goes on.
            assertThat(e).hasCauseInstanceOf(IOException.class);
        }
    }
}
