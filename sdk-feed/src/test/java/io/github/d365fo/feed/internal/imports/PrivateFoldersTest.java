package io.github.d365fo.feed.internal.imports;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.feed.ImportFeed;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Files hold what not everybody may read, so what a feed makes of folders is its owner's. */
@ExtendWith(CapturedLog.class)
class PrivateFoldersTest {
    private static final String OWNER = "rwx------";
    private static final String OTHERS = "rwxr-x---";

    private final QuickJob job = new QuickJob();
    private final FileSystem memory = Jimfs.newFileSystem(
            Configuration.unix().toBuilder().setAttributeViews("posix").build());
    private final FolderPaths paths = FeedRig.beside(memory.getPath("/work"));

    @BeforeEach
    void makeInbox() throws IOException {
        allow(Files.createDirectories(paths.inbox()), OTHERS);
    }

    @AfterEach
    void close() throws IOException {
        memory.close();
    }

    private List<Path> own() {
        return List.of(paths.done(), paths.failed(), paths.inDoubt(), paths.journal(), paths.taken());
    }

    private static void allow(Path folder, String permissions) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
    }

    private static String permissions(Path folder) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder));
    }

    private void run(StepWatcher watcher) throws IOException {
        paths.check();
        int fates = 3;
        for (int i = 0; i < fates; i++) {
            Files.writeString(paths.inbox().resolve(i + ".csv"), i == 0 ? "" : "rows");
        }
        job.failNext(0);
        ImportFeed feed = new FeedRig(paths, job.clock()).watcher(watcher).feed(new QuickService(job).destination());
        feed.runUntilEmpty();
        for (Path folder : List.of(paths.done(), paths.failed(), paths.inDoubt())) {
            assertThat(Inboxes.files(folder)).as("%s", folder).isNotEmpty();
        }
    }

    private void assertPrivate() throws IOException {
        for (Path folder : own()) {
            assertThat(permissions(folder)).as("%s", folder).isEqualTo(OWNER);
        }
        assertThat(permissions(paths.inbox())).isEqualTo(OTHERS);
    }

    @Test
    void newOnesAreTheOwners() throws IOException {
        run(StepWatcher.NONE);
        assertPrivate();
    }

    @Test
    void thoseThatWereThereStayAsTheyWere() throws IOException {
        for (Path folder : own()) {
            allow(Files.createDirectories(folder), OTHERS);
        }
        run(StepWatcher.NONE);
        for (Path folder : own()) {
            assertThat(permissions(folder)).as("%s", folder).isEqualTo(OTHERS);
        }
    }

    @Test
    void thoseThatVanishMeanwhileAreTheOwnersAgain() throws IOException {
        run(step -> {
            if (step.equals("before placing")) {
                Stream.of(paths.done(), paths.failed(), paths.inDoubt()).forEach(PrivateFoldersTest::deleteIfUnused);
            }
        });
        assertPrivate();
    }

    /** Deletes a folder that holds nothing but its mark. */
    private static void deleteIfUnused(Path folder) {
        try {
            if (Files.isDirectory(folder) && Inboxes.files(folder).isEmpty()) {
                Files.deleteIfExists(folder.resolve(".d365fo-import-feed"));
                Files.delete(folder);
            }
        } catch (IOException e) {
            Thrown.<RuntimeException>unchecked(e);
        }
    }
}
