package io.github.d365fo.connector.internal.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.d365fo.connector.support.ChildJvm;
import java.io.Closeable;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One writer at a time, in this process and in all others. */
class ClaimTest extends TargetDirectory {
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

    @ParameterizedTest
    @EnumSource
    void anObstacleAtTheLockIsNamedAndStays(InTheWay thing) throws IOException {
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
                    assertThatThrownBy(() -> open.invoke(null, target)).cause().hasMessageContaining("another process");
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
    void caseMattersOnlyWhereItDoesToTheFileSystem() throws IOException {
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
