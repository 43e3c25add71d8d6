package io.github.d365fo.feed.internal.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Two feeds, a folder of one of which is, or lies in, a folder of the other. */
class FeedsThatShareFoldersTest {
    private static final Instant NOW = Instant.EPOCH;

    @TempDir
    Path directory;

    /** What a folder is to a feed. */
    enum Role {
        INBOX,
        TAKEN,
        DONE,
        FAILED,
        IN_DOUBT,
        JOURNAL;

        Path of(FolderPaths paths) {
            return switch (this) {
                case INBOX -> paths.inbox();
                case TAKEN -> paths.taken();
                case DONE -> paths.done();
                case FAILED -> paths.failed();
                case IN_DOUBT -> paths.inDoubt();
                case JOURNAL -> paths.journal();
            };
        }

        FolderPaths set(FolderPaths paths, Path to) {
            return switch (this) {
                case INBOX, TAKEN ->
                    new FolderPaths(to, paths.done(), paths.failed(), paths.inDoubt(), paths.journal());
                case DONE -> new FolderPaths(paths.inbox(), to, paths.failed(), paths.inDoubt(), paths.journal());
                case FAILED -> new FolderPaths(paths.inbox(), paths.done(), to, paths.inDoubt(), paths.journal());
                case IN_DOUBT -> new FolderPaths(paths.inbox(), paths.done(), paths.failed(), to, paths.journal());
                case JOURNAL -> new FolderPaths(paths.inbox(), paths.done(), paths.failed(), paths.inDoubt(), to);
            };
        }
    }

    /** How the second feed's folder is written down. */
    enum Place {
        SAME,
        BELOW,
        BY_LINK;

        Path of(Path folder) throws IOException {
            return switch (this) {
                case SAME -> folder;
                case BELOW -> folder.resolve("usmf/2026");
                case BY_LINK ->
                    Files.createSymbolicLink(folder.resolveSibling("link-to-" + folder.getFileName()), folder);
            };
        }
    }

    static Stream<Arguments> pairs() {
        List<Arguments> pairs = new ArrayList<>();
        for (Role first : Role.values()) {
            for (Role second : Role.values()) {
                for (Place place : Place.values()) {
                    if (second != Role.TAKEN) {
                        pairs.add(Arguments.of(first, second, place));
                    }
                }
            }
        }
        return pairs.stream();
    }

    /** Returns whether what the first feed keeps would be sent by the second, or the other way round. */
    private static boolean isWrong(Role first, Role second, Place place) {
        if (second == Role.INBOX) {
            return first != Role.INBOX;
        }
        return first == Role.TAKEN || (first == Role.INBOX && place != Place.BELOW);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void theFeedThatIsBuiltLaterIsRefusedIfFilesOfOneWouldBeSentByTheOther(Role first, Role second, Place place)
            throws IOException {
        FolderPaths one = FeedRig.beside(directory.resolve("one"));
        one.check();
        Path shared = place.of(first.of(one));
        FolderPaths other = second.set(FeedRig.beside(directory.resolve("other")), shared);
        Throwable refusal = catchThrowable(other::check);
        if (isWrong(first, second, place)) {
            assertThat(refusal)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(shared.toString())
                    .hasMessageContaining(first.of(one).toRealPath().toString());
            assertThat(directory.resolve("other")).doesNotExist();
        } else {
            assertThat(refusal).isNull();
            assertNoneSends(one, other);
        }
        one.check();
    }

    private static void assertNoneSends(FolderPaths one, FolderPaths other) throws IOException {
        for (FolderPaths each : List.of(one, other)) {
            for (Role role : Role.values()) {
                if (role != Role.INBOX) {
                    Files.writeString(
                            Files.createDirectories(role.of(each).resolve("usmf"))
                                    .resolve("kept.csv"),
                            "rows");
                }
            }
        }
        for (FolderPaths each : List.of(one, other)) {
            assertThat(new Inbox(each, Duration.ZERO).list(NOW).whole()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"DONE", "FAILED", "IN_DOUBT", "JOURNAL"})
    void aFeedIsRefusedOnceItsInboxLiesInWhatAnotherKeeps(Role kept) throws IOException {
        FolderPaths outer = FeedRig.beside(directory.resolve("outer"));
        FolderPaths inner = Role.INBOX.set(FeedRig.beside(directory.resolve("inner")), Place.BELOW.of(kept.of(outer)));
        inner.check();
        outer.check();
        assertThat(catchThrowable(inner::check))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(inner.inbox().toString())
                .hasMessageContaining(kept.of(outer).toString());
    }

    @Test
    void aFolderThatNoFeedHasAnyMoreIsFreedAsTheRefusalSays() throws IOException {
        FolderPaths one = FeedRig.beside(directory.resolve("one"));
        one.check();
        FolderPaths chained = Role.INBOX.set(FeedRig.beside(directory.resolve("other")), one.done());
        assertThat(catchThrowable(chained::check)).hasMessageContaining(".d365fo-import-feed");
        Files.delete(one.done().resolve(".d365fo-import-feed"));
        chained.check();
        assertThat(catchThrowable(one::check)).hasMessageContaining(".taken");
        Files.delete(one.done().resolve(".taken"));
        one.check();
    }
}
