package io.github.d365fo.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.connector.RecurringJob;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportFeedBuilderTest {
    @TempDir
    Path directory;

    private final RecurringJob job = mock(RecurringJob.class);
    private ImportFeedBuilder builder = ImportFeed.builder(job);

    @BeforeEach
    void name() {
        when(job.activityId()).thenReturn(ActivityId.of("6D31E09F-0249-459F-94F0-AAD9C2C47B64"));
        builder = ImportFeed.builder(job).inbox(directory.resolve("in"));
    }

    @Test
    void foldersAreMadeInTheInboxUnlessTheyAreSet() {
        builder.failed(directory.resolve("bad")).build().close();
        assertThat(directory.resolve("in/done")).isDirectory();
        assertThat(directory.resolve("in/in-doubt")).isDirectory();
        assertThat(directory.resolve("in/.journal")).isDirectory();
        assertThat(directory.resolve("bad")).isDirectoryContaining("glob:**/.d365fo-import-feed");
        assertThat(directory.resolve("in/failed")).doesNotExist();
    }

    @Test
    void anInboxIsNeeded() {
        ImportFeedBuilder empty = ImportFeed.builder(job);
        assertThatThrownBy(empty::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("inbox");
    }

    @Test
    void foldersThatLieInOneAnotherAreRefused() {
        Path in = directory.resolve("in");
        assertThatThrownBy(() -> builder.done(in.resolve("failed/done")).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lie in one another");
        assertThatThrownBy(() -> builder.done(in).build()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.done(directory).build()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.done(in.resolve("in-doubt")).build())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aFolderThatCannotBeMadeIsRefused() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "x");
        assertThatThrownBy(() -> builder.done(file.resolve("done")).build())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("folders");
    }

    @Test
    void numbersAndTimesAreChecked() {
        Duration negative = Duration.ofSeconds(-1);
        assertThatThrownBy(() -> builder.concurrency(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.maxUnprocessed(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.settleTime(negative)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.drainTimeout(negative)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.resultTimeout(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.idleWait(Duration.ZERO, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.idleWait(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        try (ImportFeed feed = builder.build()) {
            assertThatThrownBy(() -> feed.drain(negative)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
