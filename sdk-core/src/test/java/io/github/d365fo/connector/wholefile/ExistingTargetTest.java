package io.github.d365fo.connector.wholefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.dequeue.DownloadedFile;
import io.github.d365fo.connector.dequeue.ExistingTarget;
import io.github.d365fo.connector.error.IntegrityException;
import io.github.d365fo.connector.error.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that may be under the name of a download × what is said about it × the ways to download. */
class ExistingTargetTest {
    @TempDir
    Path directory;

    private Source source;
    private ConnectorClient client;
    private Path target;

    @BeforeEach
    void start() throws IOException {
        source = new Source();
        client = Way.client(source.address());
        target = directory.resolve("target.zip");
    }

    @AfterEach
    void end() throws IOException {
        client.close();
        source.close();
    }

    /** What becomes of the call: the new file is there, the old one is kept, or it is refused before or after sending. */
    enum End {
        WRITTEN,
        KEPT,
        REFUSED_AT_ONCE,
        REFUSED
    }

    /** What is under the name, and how a download ends with REFUSE, REPLACE and KEEP_IF_SAME. */
    enum Present {
        NOTHING(End.WRITTEN, End.WRITTEN, End.WRITTEN) {
            @Override
            void make(Path target) {}
        },
        EMPTY_FILE(End.WRITTEN, End.WRITTEN, End.WRITTEN) {
            @Override
            void make(Path target) throws IOException {
                Files.createFile(target);
            }
        },
        SAME_FILE(End.REFUSED_AT_ONCE, End.WRITTEN, End.KEPT) {
            @Override
            void make(Path target) throws IOException {
                Files.write(target, Contents.zip(1));
            }
        },
        OTHER_FILE(End.REFUSED_AT_ONCE, End.WRITTEN, End.REFUSED) {
            @Override
            void make(Path target) throws IOException {
                Files.writeString(target, "precious");
            }
        },
        OTHER_FILE_OF_SAME_LENGTH(End.REFUSED_AT_ONCE, End.WRITTEN, End.REFUSED) {
            @Override
            void make(Path target) throws IOException {
                byte[] other = Contents.zip(1);
                other[other.length / 2]++;
                Files.write(target, other);
            }
        },
        BEGINNING_OF_IT(End.REFUSED_AT_ONCE, End.WRITTEN, End.REFUSED) {
            @Override
            void make(Path target) throws IOException {
                Files.write(target, Arrays.copyOf(Contents.zip(1), 20_000));
            }
        },
        LINK_TO_SAME(End.REFUSED_AT_ONCE, End.WRITTEN, End.KEPT) {
            @Override
            void make(Path target) throws IOException {
                Files.createSymbolicLink(target, Files.write(target.resolveSibling("precious"), Contents.zip(1)));
            }
        },
        LINK_TO_OTHER(End.REFUSED_AT_ONCE, End.WRITTEN, End.REFUSED) {
            @Override
            void make(Path target) throws IOException {
                Files.createSymbolicLink(target, Files.writeString(target.resolveSibling("precious"), "precious"));
            }
        },
        LINK_TO_EMPTY(End.REFUSED_AT_ONCE, End.WRITTEN, End.REFUSED) {
            @Override
            void make(Path target) throws IOException {
                Files.createSymbolicLink(target, Files.createFile(target.resolveSibling("precious")));
            }
        },
        LINK_TO_NOTHING(End.REFUSED_AT_ONCE, End.WRITTEN, End.REFUSED_AT_ONCE) {
            @Override
            void make(Path target) throws IOException {
                Files.createSymbolicLink(target, target.resolveSibling("nothing"));
            }
        },
        LINK_TO_DIRECTORY(End.REFUSED_AT_ONCE, End.WRITTEN, End.REFUSED_AT_ONCE) {
            @Override
            void make(Path target) throws IOException {
                Files.createSymbolicLink(target, Files.createDirectory(target.resolveSibling("precious")));
            }
        },
        EMPTY_DIRECTORY(End.REFUSED_AT_ONCE, End.REFUSED_AT_ONCE, End.REFUSED_AT_ONCE) {
            @Override
            void make(Path target) throws IOException {
                Files.createDirectory(target);
            }
        },
        FILLED_DIRECTORY(End.REFUSED_AT_ONCE, End.REFUSED_AT_ONCE, End.REFUSED_AT_ONCE) {
            @Override
            void make(Path target) throws IOException {
                Files.writeString(Files.createDirectory(target).resolve("precious"), "precious");
            }
        };

        private final Map<ExistingTarget, End> ends;

        Present(End refuse, End replace, End keep) {
            ends = Map.of(
                    ExistingTarget.REFUSE, refuse,
                    ExistingTarget.REPLACE, replace,
                    ExistingTarget.KEEP_IF_SAME, keep);
        }

        abstract void make(Path target) throws IOException;

        End end(Optional<ExistingTarget> existing) {
            return ends.get(existing.orElse(ExistingTarget.KEEP_IF_SAME));
        }
    }

    static Stream<Arguments> combinations() {
        return Stream.of(Way.values())
                .filter(Way::isDownload)
                .flatMap(way -> Stream.of(Present.values())
                        .flatMap(present -> Stream.concat(
                                        Stream.of(Optional.<ExistingTarget>empty()),
                                        Stream.of(ExistingTarget.values()).map(Optional::of))
                                .map(existing -> Arguments.of(way, present, existing))));
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void endsAsItShould(Way way, Present present, Optional<ExistingTarget> existing) throws IOException {
        present.make(target);
        Map<String, String> before = snapshot();
        int asked = source.requests();
        End end = present.end(existing);
        if (end == End.WRITTEN || end == End.KEPT) {
            DownloadedFile file = way.download(client, target, 1, existing);
            assertThat(file).isEqualTo(DownloadedFile.of(target, Contents.zip(1).length, way.sha256(1)));
            assertThat(target).hasBinaryContent(Contents.zip(1));
        } else {
            IntegrityException refusal =
                    catchThrowableOfType(IntegrityException.class, () -> way.download(client, target, 1, existing));
            assertThat(refusal).hasMessageContaining("target.zip").hasMessageContaining("It was not touched");
            assertThat(refusal.outcome()).isEqualTo(end == End.REFUSED ? Outcome.REJECTED : Outcome.NOT_SENT);
        }
        if (end == End.WRITTEN) {
            assertThat(Files.isSymbolicLink(target)).isFalse();
            before.put("target.zip", snapshot().get("target.zip"));
        }
        assertThat(snapshot()).isEqualTo(before);
        if (way == Way.DOWNLOAD || way == Way.ASYNC_DOWNLOAD) {
            assertThat(source.requests() - asked).isEqualTo(end == End.REFUSED_AT_ONCE ? 0 : 1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = "PACKAGE", mode = EnumSource.Mode.EXCLUDE)
    void theRefusalNamesBothLengthsAndTheWaysOut(Way way) throws IOException {
        Files.writeString(target, "precious");
        assertThat(catchThrowableOfType(
                        IntegrityException.class, () -> way.download(client, target, 1, Optional.empty())))
                .hasMessageContaining("it has 8 bytes, but the download has " + Contents.zip(1).length)
                .hasMessageContaining("ExistingTarget.REPLACE")
                .hasMessageContaining("another name");
    }

    /** What comes while the download runs is not overwritten. */
    @ParameterizedTest
    @EnumSource(names = "PACKAGE", mode = EnumSource.Mode.EXCLUDE)
    void whatAppearsMeanwhileIsNotOverwritten(Way way) throws IOException {
        for (ExistingTarget existing : new ExistingTarget[] {ExistingTarget.REFUSE, ExistingTarget.KEEP_IF_SAME}) {
            Files.deleteIfExists(target);
            source.pace((number, sent) -> {
                if (sent > 0 && Files.notExists(target)) {
                    Files.writeString(target, "precious");
                }
                return true;
            });
            IntegrityException refusal = catchThrowableOfType(
                    IntegrityException.class, () -> way.download(client, target, 1, Optional.of(existing)));
            assertThat(refusal.outcome()).isEqualTo(Outcome.REJECTED);
            assertThat(target).hasContent("precious");
            assertThat(directory.toFile().list()).containsExactly("target.zip");
        }
    }

    /** Returns what is there, by name: what kind, what content, and that it is the very same file. */
    private Map<String, String> snapshot() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : all.filter(path -> !path.equals(directory)).toList()) {
                BasicFileAttributes attributes =
                        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                FileTime time = attributes.isDirectory() ? FileTime.fromMillis(0) : attributes.lastModifiedTime();
                files.put(
                        directory.relativize(file).toString(),
                        attributes.fileKey() + " " + time + " "
                                + (attributes.isRegularFile() ? Contents.sha256(file) : attributes.isDirectory()));
            }
        }
        return files;
    }
}
