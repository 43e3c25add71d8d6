package io.github.d365fo.connector.internal.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Feature;
import com.google.common.jimfs.Jimfs;
import io.github.d365fo.connector.support.ChildJvm;
import io.github.d365fo.connector.support.Tmpfs;
import java.io.Closeable;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One writer for a target, what is in its way, and what it leaves: nothing. */
@Timeout(120)
class PartFileTest {
    private static final String OURS =
            "Unfinished files of the D365 F&O SDK. It deletes this file and those named here.\n";
    private static final String TOKEN = "0123456789abcdef0123456789abcdef\n";
    private static final String PART = ".d365fo-00112233445566778899aabbccddeeff.part";

    @TempDir
    Path directory;

    private Path target;
    private Path lock;

    @BeforeEach
    void names() {
        target = directory.resolve("target.zip");
        lock = directory.resolve(Names.lock("target.zip"));
    }

    @Test
    void aWholeFileAppearsAndNothingElse() throws IOException {
        try (PartFile part = PartFile.open(target)) {
            assertThat(names(directory)).hasSize(2).allMatch(name -> name.startsWith(".d365fo-"));
            part.write(bytes("whole"), 0);
            part.appear();
        }
        assertThat(target).hasContent("whole");
        assertThat(names(directory)).containsExactly("target.zip");
    }

    @Test
    void anEndOfAnyKindLeavesNothing() throws IOException {
        Files.writeString(target, "precious");
        PartFile part = PartFile.open(target);
        part.write(bytes("other"), 0);
        assertThatThrownBy(part::appear).isInstanceOf(FileAlreadyExistsException.class);
        part.close();
        part.close();
        assertThat(target).hasContent("precious");
        assertThat(names(directory)).containsExactly("target.zip");
    }

    /** What may be under the lock file's name that we did not make. */
    enum InTheWay {
        A_TEXT {
            @Override
            void make(Path lock) throws IOException {
                Files.writeString(lock, "my notes");
            }
        },
        A_LONGER_TEXT {
            @Override
            void make(Path lock) throws IOException {
                Files.writeString(lock, OURS.replace("SDK", "sdk").repeat(9));
            }
        },
        A_LINK {
            @Override
            void make(Path lock) throws IOException {
                Files.createSymbolicLink(lock, Files.writeString(lock.resolveSibling("precious"), OURS + TOKEN));
            }
        },
        A_LINK_TO_NOTHING {
            @Override
            void make(Path lock) throws IOException {
                Files.createSymbolicLink(lock, lock.resolveSibling("nothing"));
            }
        },
        A_DIRECTORY {
            @Override
            void make(Path lock) throws IOException {
                Files.createDirectory(lock);
            }
        },
        WHAT_A_HOLDER_LEFT_IN_A_COPY {
            @Override
            void make(Path lock) throws IOException {
                Files.writeString(lock, "Gone.\n");
            }
        };

        abstract void make(Path lock) throws IOException;
    }

    /** One writer at a time, in this process and in all others. */
    @Nested
    class Locks {
        @ParameterizedTest
        @EnumSource
        void whatIsInTheWayOfTheLockIsSaidAndStays(InTheWay thing) throws IOException {
            thing.make(lock);
            Map<String, String> before = snapshot();
            assertThatThrownBy(() -> PartFile.open(target))
                    .isInstanceOf(FileSystemException.class)
                    .hasMessageContaining(lock.getFileName().toString())
                    .hasMessageContaining("in the way");
            assertThat(snapshot()).isEqualTo(before);
        }

        @Test
        void anotherProcessIsKeptOutAndKeepsOut() {
            try (ChildJvm child = holder()) {
                child.expect("HELD");
                for (int i = 0; i < 3; i++) {
                    assertThatThrownBy(() -> PartFile.open(target)).hasMessageContaining("another process");
                }
                try (ChildJvm third = holder()) {
                    assertThat(third.line()).contains("another process");
                }
                child.tell("");
                child.expect("DONE");
                child.rest();
            }
            assertThat(names(directory)).containsExactly("target.zip");
        }

        /** The lock file comes and goes with its holder, so that others open it in its last moment. */
        @Test
        void neverTwoAtATimeHoweverFastTheyChange() throws Exception {
            int turns = Integer.getInteger("wholefile.rounds", 60) * 10;
            try (ChildJvm one = new ChildJvm(HolderProcess.class, target.toString(), String.valueOf(turns));
                    ChildJvm other = new ChildJvm(HolderProcess.class, target.toString(), String.valueOf(turns))) {
                one.expect("READY");
                other.expect("READY");
                one.tell("");
                other.tell("");
                HolderProcess.takeTurns(target, turns);
                one.expect("DONE");
                other.expect("DONE");
            }
            assertThat(names(directory)).isEmpty();
            System.out.printf("three processes had one target %d times each, never two at a time%n", turns);
        }

        @Test
        void aRefusedCallOfThisProcessLetsNoOtherIn() throws IOException {
            try (PartFile part = PartFile.open(target)) {
                assertThatThrownBy(() -> PartFile.open(target)).hasMessageContaining("another call in this process");
                Path spelledOtherwise = Files.createSymbolicLink(directory.resolve("link"), directory)
                        .resolve("../" + directory.getFileName() + "/./target.zip");
                assertThatThrownBy(() -> PartFile.open(spelledOtherwise))
                        .hasMessageContaining("another call in this process");
                try (ChildJvm child = holder()) {
                    assertThat(child.line()).contains("another process");
                }
                part.appear();
            }
            assertThat(names(directory)).containsExactly("link", "target.zip");
        }

        /** As in a server where two applications bring the SDK along. */
        @Test
        void aCopyOfTheClassesInThisProcessOpensNoDoor() throws Exception {
            URL classes = PartFile.class.getProtectionDomain().getCodeSource().getLocation();
            try (URLClassLoader loader = new URLClassLoader(new URL[] {classes}, null)) {
                var open = Class.forName(PartFile.class.getName(), true, loader).getMethod("open", Path.class);
                try (PartFile part = PartFile.open(target)) {
                    for (int i = 0; i < 3; i++) {
                        assertThatThrownBy(() -> open.invoke(null, target))
                                .cause()
                                .hasMessageContaining("another process");
                        try (ChildJvm child = holder()) {
                            assertThat(child.line()).contains("another process");
                        }
                    }
                    part.write(bytes("whole"), 0);
                }
                ((Closeable) open.invoke(null, target)).close();
                assertThat(names(directory)).isEmpty();
            }
        }

        /** Where locks are ignored, who is overtaken notices before it says that all is well, and touches nothing. */
        @Test
        void whoIsOvertakenOnAFileSystemWithoutLocksFails() throws Exception {
            try (PartFile part = PartFile.open(target)) {
                String journal = OURS + TOKEN + PART + "\n";
                assertThat(new ProcessBuilder("sh", "-c", "printf %s \"$0\" > \"$1\"", journal, lock.toString())
                                .start()
                                .waitFor())
                        .isZero();
                part.write(bytes("whole"), 0);
                assertThatThrownBy(part::appear).hasMessageContaining("taken it over");
            }
            assertThat(target).doesNotExist();
            assertThat(names(directory)).containsExactly(lock.getFileName().toString());
        }

        @Test
        void namesThatDifferInCaseAreOneWhereTheFileSystemSaysSo() throws IOException {
            try (FileSystem mac = Jimfs.newFileSystem(Configuration.osX());
                    FileSystem unix = Jimfs.newFileSystem(Configuration.unix())) {
                Path folded = Files.createDirectory(mac.getPath("/exports"));
                try (PartFile part = PartFile.open(folded.resolve("Customers.ZIP"))) {
                    assertThatThrownBy(() -> PartFile.open(folded.resolve("customers.zip")))
                            .hasMessageContaining("another call in this process");
                    part.appear();
                }
                try (Stream<Path> content = Files.list(folded)) {
                    assertThat(content).hasSize(1);
                }
                Path exact = Files.createDirectory(unix.getPath("/exports"));
                try (PartFile part = PartFile.open(exact.resolve("Customers.ZIP"));
                        PartFile other = PartFile.open(exact.resolve("customers.zip"))) {
                    part.appear();
                    other.appear();
                }
                try (Stream<Path> content = Files.list(exact)) {
                    assertThat(content).hasSize(2);
                }
            }
        }

        /** Of two that come one after the other, the first may be closed once more while the second is at work. */
        @Test
        void closingTwiceTakesNothingFromTheNext() throws IOException {
            PartFile first = PartFile.open(target);
            first.close();
            try (PartFile second = PartFile.open(target)) {
                first.close();
                assertThatThrownBy(() -> PartFile.open(target)).hasMessageContaining("another call in this process");
                try (ChildJvm child = holder()) {
                    assertThat(child.line()).contains("another process");
                }
                second.appear();
            }
            assertThat(names(directory)).containsExactly("target.zip");
        }
    }

    /** What a killed process left is cleared, and nothing else. */
    @Nested
    class Leftovers {
        /** A killed process may have got this far with its lock file. */
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "Unfin",
                    OURS,
                    OURS + "0123",
                    OURS + TOKEN,
                    OURS + TOKEN + PART,
                    OURS + TOKEN + PART + "\n",
                    OURS + TOKEN + PART + "\n" + PART + "\n.d365fo-"
                })
        void whatAKilledProcessLeftIsTakenUp(String journal) throws IOException {
            Files.writeString(lock, journal);
            boolean made = journal.contains(PART + "\n");
            if (made) {
                Files.writeString(directory.resolve(PART), "half");
            }
            try (PartFile part = PartFile.open(target)) {
                assertThat(directory.resolve(PART)).doesNotExist();
                part.write(bytes("whole"), 0);
                part.appear();
            }
            assertThat(names(directory)).containsExactly("target.zip");
        }

        /** Whoever can write to the directory can write a lock file that names what is not ours. */
        @Test
        void whatALockFileNamesIsDeletedOnlyIfItIsAPart() throws IOException {
            Path inner = Files.createDirectory(directory.resolve("exports"));
            Path precious = Files.writeString(directory.resolve("precious"), "precious");
            String linked = PART.replace("00", "11");
            String folder = PART.replace("00", "22");
            Files.writeString(inner.resolve("mine.part"), "precious");
            Files.writeString(inner.resolve(".d365fo-mine.part"), "precious");
            Files.createSymbolicLink(inner.resolve(linked), precious);
            Files.createDirectory(inner.resolve(folder));
            Map<String, String> before = snapshot();
            Files.writeString(
                    inner.resolve(Names.lock("a.zip")),
                    OURS + TOKEN + "../precious\n" + precious + "\nmine.part\n.d365fo-mine.part\n" + linked + "\n"
                            + folder + "\n\n.\n..\n./" + PART + "\n");
            PartFile.open(inner.resolve("a.zip")).close();
            assertThat(snapshot()).isEqualTo(before);
        }

        @Test
        void whatAKilledHolderLeftIsClearedByTheNext() throws IOException {
            try (ChildJvm child = holder()) {
                child.expect("HELD").kill();
            }
            assertThat(names(directory)).hasSize(2);
            PartFile.open(target).close();
            assertThat(names(directory)).isEmpty();
        }

        /** Nobody may ever write their targets again. */
        @Test
        void oldLeftoversOfOtherTargetsAreClearedAndYoungOnesStay() throws IOException {
            leave("old.zip", "11", Duration.ofHours(13));
            leave("young.zip", "22", Duration.ofHours(11));
            Path foreign = Files.writeString(directory.resolve(Names.lock("foreign")), "my notes");
            Files.setLastModifiedTime(foreign, FileTime.from(Instant.now().minus(Duration.ofDays(9))));
            writeAndDelete(target);
            assertThat(names(directory))
                    .containsExactlyInAnyOrder(
                            PART.replace("00", "22"),
                            Names.lock("young.zip"),
                            foreign.getFileName().toString());
        }

        @Test
        void anOldHolderAtWorkIsNotTakenForALeftover() throws IOException {
            try (ChildJvm child = holder()) {
                child.expect("HELD");
                Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minus(Duration.ofDays(1))));
                writeAndDelete(directory.resolve("another.zip"));
                child.tell("");
                child.expect("DONE");
            }
        }
    }

    /** Whatever the file system can or cannot do. */
    @Nested
    class Peculiarities {
        @Test
        void withoutHardLinksAFileAppearsAllTheSame() throws IOException {
            Configuration simple = Configuration.unix().toBuilder()
                    .setSupportedFeatures(Feature.FILE_CHANNEL, Feature.SYMBOLIC_LINKS)
                    .build();
            try (FileSystem system = Jimfs.newFileSystem(simple)) {
                Path place = Files.createDirectory(system.getPath("/exports"));
                try (PartFile part = PartFile.open(place.resolve("a.zip"))) {
                    part.write(bytes("whole"), 0);
                    part.appear();
                }
                assertThat(place.resolve("a.zip")).hasContent("whole");
                try (PartFile part = PartFile.open(place.resolve("a.zip"))) {
                    assertThatThrownBy(part::appear).isInstanceOf(FileAlreadyExistsException.class);
                }
                try (Stream<Path> content = Files.list(place)) {
                    assertThat(content).hasSize(1);
                }
            }
        }

        @Test
        void aFileMayAppearInAZip() throws IOException {
            try (FileSystem zip = FileSystems.newFileSystem(directory.resolve("a.zip"), Map.of("create", "true"))) {
                Path inner = zip.getPath("/target.zip");
                try (PartFile part = PartFile.open(inner)) {
                    assertThatThrownBy(() -> PartFile.open(inner)).hasMessageContaining("another call in this process");
                    part.write(bytes("whole"), 0);
                    part.appear();
                }
                try (PartFile part = PartFile.open(inner)) {
                    assertThatThrownBy(part::appear).isInstanceOf(FileAlreadyExistsException.class);
                }
                assertThat(Files.readString(inner)).isEqualTo("whole");
                try (Stream<Path> content = Files.list(zip.getPath("/"))) {
                    assertThat(content).hasSize(1);
                }
            }
        }

        @Test
        void namesOfEveryKindWillDo() throws Exception {
            for (String name : List.of(
                    "a".repeat(255),
                    "ä".repeat(127),
                    "a b\n\t'\"*?.zip",
                    "-rf",
                    "...",
                    "Ünïcödé 客户 😀.zip",
                    ".d365fo-",
                    Names.lock("x"),
                    PART)) {
                // In the C locale Java knows no other letters.
                if (Charset.forName(System.getProperty("sun.jnu.encoding"))
                        .newEncoder()
                        .canEncode(name)) {
                    writeAndDelete(directory.resolve(name));
                }
            }
            // A name that is no text: bytes that no encoding gives.
            Path odd = directory.resolve("odd");
            Files.createDirectory(odd);
            assertThat(new ProcessBuilder("sh", "-c", "touch \"$0\"/$(printf 'a\\377\\376b.zip')", odd.toString())
                            .start()
                            .waitFor())
                    .isZero();
            Path bytes;
            try (Stream<Path> content = Files.list(odd)) {
                bytes = content.findAny().orElseThrow();
            }
            writeAndDelete(bytes);
            assertThat(names(odd)).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"/", "", ".", "..", "none/a.zip", "file/a.zip"})
        void namesOfNothingAreRefused(String name) throws IOException {
            Files.writeString(directory.resolve("file"), "precious");
            Path path = name.equals("/") ? Path.of("/") : name.isEmpty() ? Path.of("") : directory.resolve(name);
            assertThatThrownBy(() -> {
                        try (PartFile part = PartFile.open(path)) {
                            part.replace();
                        }
                    })
                    .isInstanceOf(FileSystemException.class);
            assertThat(names(directory)).containsExactly("file");
        }

        @Test
        void aMissingDirectoryIsSaid() {
            assertThatThrownBy(() -> PartFile.open(directory.resolve("none/a.zip")))
                    .isInstanceOf(NoSuchFileException.class);
        }

        /** Full before it begins, full in the middle, full of names. */
        @ParameterizedTest
        @ValueSource(
                strings = {"size=4k", "size=8k", "size=16k", "size=64k", "nr_inodes=2", "nr_inodes=3", "nr_inodes=4"})
        void aFullDiskLeavesNothing(String options) throws IOException {
            try (Tmpfs disk = Tmpfs.at(directory, options)) {
                Files.writeString(directory.resolve("precious"), "precious");
                Map<String, String> before = snapshot();
                boolean whole = false;
                try (PartFile part = PartFile.open(target)) {
                    part.write(ByteBuffer.allocate(100_000), 0);
                    part.appear();
                    whole = true;
                } catch (FileSystemException e) {
                    assertThat(e).hasMessageContaining("No space left");
                } catch (IOException e) {
                    assertThat(e).hasMessage("No space left on device");
                }
                assertThat(whole).isEqualTo(options.equals("nr_inodes=4"));
                Files.deleteIfExists(target);
                assertThat(snapshot()).isEqualTo(before);
                disk.remount("size=1m,nr_inodes=100");
                writeAndDelete(target);
            }
        }

        @Test
        void aDirectoryThatCanNotBeWrittenIsSaid() throws IOException {
            try (Tmpfs disk = Tmpfs.at(directory, "size=64k")) {
                disk.remount("ro");
                assertThatThrownBy(() -> PartFile.open(target))
                        .isInstanceOf(FileSystemException.class)
                        .hasMessageContaining("Read-only");
                disk.remount("rw");
                assertThat(names(directory)).isEmpty();
            }
        }
    }

    /** An interrupt leaves nothing and is kept. */
    @Nested
    class Interrupts {
        /** An interrupt closes the channel that it strikes, at any moment. */
        @Test
        void anInterruptAtAnyMomentLeavesNothing() throws Exception {
            Random random = new Random(7);
            int whole = 0;
            for (int round = 0; round < 150; round++) {
                Thread writer = new Thread(PartFileTest.this::writeOnce);
                writer.start();
                long until = System.nanoTime() + random.nextInt(10_000_000);
                while (System.nanoTime() < until) {
                    Thread.onSpinWait();
                }
                writer.interrupt();
                writer.join();
                whole += Files.deleteIfExists(target) ? 1 : 0;
                assertThat(names(directory)).as("round %s", round).isEmpty();
            }
            System.out.printf("150 writers interrupted, %d of them at their end, nothing left%n", whole);
        }

        @Test
        void anInterruptedThreadStaysInterrupted() throws IOException {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> PartFile.open(target)).isInstanceOf(ClosedByInterruptException.class);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(names(directory)).isEmpty();
            try (PartFile part = PartFile.open(target)) {
                Thread.currentThread().interrupt();
                assertThatThrownBy(() -> part.write(bytes("x"), 0)).isInstanceOf(ClosedByInterruptException.class);
            }
            assertThat(Thread.interrupted()).isTrue();
            assertThat(names(directory)).isEmpty();
        }
    }

    private void writeOnce() {
        try (PartFile part = PartFile.open(target)) {
            part.write(ByteBuffer.allocate(100_000), 0);
            part.appear();
        } catch (IOException e) {
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        }
    }

    private void leave(String name, String mark, Duration age) throws IOException {
        String part = PART.replace("00", mark);
        Files.writeString(directory.resolve(part), "half");
        Path journal = Files.writeString(directory.resolve(Names.lock(name)), OURS + TOKEN + part + "\n");
        Files.setLastModifiedTime(journal, FileTime.from(Instant.now().minus(age)));
    }

    private ChildJvm holder() {
        return new ChildJvm(HolderProcess.class, target.toString());
    }

    private static void writeAndDelete(Path path) throws IOException {
        Files.deleteIfExists(path);
        try (PartFile part = PartFile.open(path)) {
            part.write(bytes("whole"), 0);
            part.appear();
        }
        assertThat(Files.readString(path)).isEqualTo("whole");
        Files.delete(path);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> names(Path place) {
        return Stream.of(place.toFile().list()).sorted().toList();
    }

    /** Returns what is there, and that it is the very same. */
    private Map<String, String> snapshot() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : all.filter(path -> !path.equals(directory)).toList()) {
                String content = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? Files.readString(file) : "";
                files.put(
                        directory.relativize(file).toString(),
                        Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS) + " " + content);
            }
        }
        return files;
    }
}
