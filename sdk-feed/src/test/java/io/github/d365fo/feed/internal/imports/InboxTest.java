package io.github.d365fo.feed.internal.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InboxTest {
    private static final Instant NOW = Instant.parse("2026-01-05T08:00:00Z");

    @TempDir
    Path directory;

    private FolderPaths paths;
    private Inbox inbox;

    @BeforeEach
    void folders() throws IOException {
        paths = new FolderPaths(
                directory.resolve("in"),
                directory.resolve("in/done"),
                directory.resolve("in/failed"),
                directory.resolve("in/doubt"),
                directory.resolve("in/journal"));
        paths.check();
        inbox = new Inbox(paths, Duration.ofSeconds(10));
    }

    private Path put(String name, String content) throws IOException {
        Path file = paths.inbox().resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    @Test
    void aFileIsWholeOnceItStayedTheSame() throws IOException {
        Path file = put("a.csv", "1");
        assertThat(inbox.list(NOW)).isEqualTo(new Inbox.Listing(List.of(), 1, 1, Map.of()));
        assertThat(inbox.list(NOW.plusSeconds(9)).whole()).isEmpty();
        Files.writeString(file, "2", StandardOpenOption.APPEND);
        assertThat(inbox.list(NOW.plusSeconds(10)).whole()).isEmpty();
        assertThat(inbox.list(NOW.plusSeconds(19)).whole()).isEmpty();
        Files.setLastModifiedTime(file, FileTime.from(NOW));
        assertThat(inbox.list(NOW.plusSeconds(20)).whole()).isEmpty();
        assertThat(inbox.list(NOW.plusSeconds(30)).whole()).containsExactly(file);
    }

    @Test
    void aFileThatKeepsChangingIsNotWorthWaitingFor() throws IOException {
        Path file = put("a.csv", "1");
        for (int i = 0; i < 10; i++) {
            Files.writeString(file, "1", StandardOpenOption.APPEND);
            assertThat(inbox.list(NOW.plusSeconds(9L * i)).worthWaiting()).isEqualTo(1);
        }
        Files.writeString(file, "1", StandardOpenOption.APPEND);
        Inbox.Listing last = inbox.list(NOW.plusSeconds(100));
        assertThat(last.worthWaiting()).isZero();
        assertThat(last.unsettled()).isEqualTo(1);
    }

    @Test
    void theFeedsOwnFoldersAreNoSubFolders() throws IOException {
        inbox = new Inbox(paths, Duration.ZERO);
        put("done/a.csv", "1");
        put("failed/a.csv", "1");
        put("doubt/a.csv", "1");
        put("journal/a.csv", "1");
        put(".taken/x/a.csv", "1");
        Path inner = put("usmf/done/b.csv", "1");
        Path other = put("a.csv", "1");
        assertThat(inbox.list(NOW).whole()).containsExactly(other, inner);
    }

    @Test
    void linksLeadToTheInboxAndToTheFoldersButToNoFile() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), paths.inbox());
        FolderPaths linked =
                new FolderPaths(link, paths.done(), paths.failed(), link.resolve("doubt"), link.resolve("journal"));
        linked.check();
        put("done/a.csv", "1");
        put("doubt/b.csv", "1");
        Path file = put("usmf/c.csv", "1");
        Files.createSymbolicLink(paths.inbox().resolve("d.csv"), file);
        assertThat(new Inbox(linked, Duration.ZERO).list(NOW).whole()).containsExactly(link.resolve("usmf/c.csv"));
    }

    @Test
    void anInboxThatIsAwayIsAnError() throws IOException {
        Files.move(paths.inbox(), directory.resolve("away"));
        assertThatThrownBy(() -> inbox.list(NOW)).isInstanceOf(IOException.class);
    }
}
