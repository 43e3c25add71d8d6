package io.github.d365fo.feed.internal.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.feed.FeedListener;
import io.github.d365fo.feed.ImportFeed;
import io.github.d365fo.feed.ImportFeedException;
import io.github.d365fo.feed.ImportReport;
import io.github.d365fo.feed.ImportResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever goes wrong in a feed, its log, its listener and its health say so, and what can be made up for is. */
@Timeout(60)
class TroubleTest {
    private static final int REFUSED_QUESTION = 3;

    @RegisterExtension
    static final CapturedLog LOG = new CapturedLog();

    private final QuickJob job = new QuickJob();
    private final List<Throwable> told = new ArrayList<>();
    private final List<ImportResult> results = new ArrayList<>();
    private final FileSystem memory = Jimfs.newFileSystem(Configuration.unix());
    private final FolderPaths paths = FeedRig.beside(memory.getPath("/work"));

    /** What goes wrong, once. */
    enum Trouble {
        SCAN("before TAKEN"),
        LEAVING_IT_IN_THE_INBOX("before taking", "before DROPPED"),
        SENDING("before SENDING"),
        REPORT("before note"),
        MOVE("before placing"),
        RESULT_WRITTEN("before PLACED"),
        ASKING_AGAIN,
        CALLBACK,
        NO_THREAD;

        final List<String> steps;

        Trouble(String... steps) {
            this.steps = List.of(steps);
        }
    }

    @BeforeEach
    void makeFolders() throws IOException {
        paths.check();
    }

    @AfterEach
    void close() throws IOException {
        memory.close();
    }

    private FeedRig rig() {
        return rig(paths);
    }

    private FeedRig rig(FolderPaths in) {
        return new FeedRig(in, job.clock()).onResult(results::add).listener(new FeedListener() {
            @Override
            public void onImportTrouble(ImportTrouble event) {
                told.add(event.failure());
            }
        });
    }

    private ImportFeed feed(FeedRig rig) {
        return rig.feed(new QuickService(job).destination());
    }

    @ParameterizedTest
    @EnumSource
    void isTold(Trouble trouble) throws IOException {
        Files.writeString(paths.inbox().resolve("a.csv"), trouble == Trouble.REPORT ? "" : "rows");
        if (trouble == Trouble.ASKING_AGAIN) {
            endAfter("after PLACING");
            job.failNext(REFUSED_QUESTION);
        }
        ImportFeed feed = feed(troubled(trouble));
        feed.runUntilEmpty();

        assertThat(feed.health().lastError().orElseThrow()).hasMessageContaining("planned");
        assertThat(told).anyMatch(failure -> failure.getMessage().contains("planned"));
        assertThat(LOG.lines("io.github.d365fo.feed.ImportFeed")).anyMatch(line -> line.contains("planned"));
        assertThat(Inboxes.files(paths.taken())).isEmpty();
        assertThat(Inboxes.files(trouble == Trouble.REPORT ? paths.failed() : paths.done()))
                .contains("a.csv");
        assertThat(Files.exists(paths.failed().resolve("a.csv.report.txt"))).isEqualTo(trouble == Trouble.REPORT);
    }

    private void endAfter(String step) {
        Error end = new Error("the end of the process");
        StepWatcher watcher = new StepWatcher() {
            private boolean over;

            @Override
            public void at(String each) {
                over |= each.equals(step);
                if (over) {
                    throw end;
                }
            }
        };
        ImportFeed feed = feed(rig().watcher(watcher));
        assertThat(catchThrowable(feed::runUntilEmpty)).isInstanceOf(ImportFeedException.class);
        told.clear();
    }

    private FeedRig troubled(Trouble trouble) {
        FeedRig rig = rig();
        return switch (trouble) {
            case ASKING_AGAIN -> rig;
            case CALLBACK ->
                rig.onResult(result -> {
                    throw new IllegalStateException("planned");
                });
            case NO_THREAD -> rig.executor(new FullPool());
            default -> rig.watcher(failing(trouble.steps));
        };
    }

    private static StepWatcher failing(List<String> steps) {
        List<String> left = new ArrayList<>(steps);
        return step -> {
            if (left.remove(step)) {
                Thrown.<RuntimeException>unchecked(new IOException("planned"));
            }
        };
    }

    /** Has no thread at first. */
    private static final class FullPool extends SameThread {
        private boolean asked;

        @Override
        public void execute(Runnable task) {
            if (!asked) {
                asked = true;
                throw new RejectedExecutionException("planned");
            }
            super.execute(task);
        }
    }

    @Test
    void aReportThatADirectoryRefusesIsNamedAndWrittenLater() throws IOException {
        Files.writeString(paths.inbox().resolve("a.csv"), "");
        Consumer<Path> obstacle = taken -> {
            try {
                Files.createDirectories(taken.resolveSibling(taken.getFileName() + ".txt/mine"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
        ImportFeed feed = feed(rig().watcher(step -> {
            if (step.equals("before note")) {
                works().forEach(obstacle);
            }
        }));
        ImportFeedException stopped = catchThrowableOfType(ImportFeedException.class, feed::runUntilEmpty);
        assertThat(stopped).hasMessageContaining("a.csv").hasMessageContaining(".txt");
        assertThat(feed.health().lastError().orElseThrow()).hasMessageContaining("a.csv");

        for (Path each : works()) {
            Files.delete(each.resolveSibling(each.getFileName() + ".txt/mine"));
            Files.delete(each.resolveSibling(each.getFileName() + ".txt"));
        }
        feed(rig()).runUntilEmpty();
        assertThat(results).hasSize(1);
        assertThat(paths.failed().resolve("a.csv.report.txt")).content().contains("empty");
    }

    /** A volume has folders that nobody but its system reads. */
    @Test
    void aFolderThatCannotBeReadIsToldOnceAndHoldsNothingUp() throws IOException {
        HookedFiles files = new HookedFiles(memory, new HookedFiles.Hook() {
            @Override
            public void before(HookedFiles.Change change, Path file) {}

            @Override
            public void beforeList(Path directory) throws IOException {
                if (directory.endsWith("lost+found")) {
                    throw new AccessDeniedException(directory.toString());
                }
            }
        });
        Files.createDirectory(paths.inbox().resolve("lost+found"));
        Files.writeString(paths.inbox().resolve("a.csv"), "rows");
        ImportFeed feed = rig(FeedRig.beside(files.path("/work"))).feed(new QuickService(job).destination());
        assertThat(feed.runUntilEmpty()).isEqualTo(new ImportReport(1, 0, 0, 0));

        assertThat(feed.health().lastError()).get().isInstanceOf(AccessDeniedException.class);
        assertThat(told).hasSize(1);
        assertThat(LOG.lines("io.github.d365fo.feed.ImportFeed"))
                .hasSize(1)
                .allMatch(line -> line.contains("lost+found"));
    }

    /** Returns the directories of the files that are worked on. */
    private List<Path> works() {
        try (Stream<Path> all = Files.list(paths.taken())) {
            return all.filter(
                            each -> Files.isDirectory(each) && !each.toString().endsWith(".txt"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
