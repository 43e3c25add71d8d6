package io.github.d365fo.feed.internal.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.spy;

import io.github.d365fo.feed.support.ChildJvm;
import java.io.Closeable;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One holder of a directory, wherever the others are. */
@Timeout(120)
class DirectoryLockTest {
    @TempDir
    Path directory;

    @Test
    void missingDirectoriesAreMade() throws IOException {
        Path deep = directory.resolve("a/b");

        DirectoryLock.take(deep).close();

        assertThat(deep).isDirectory();
    }

    @Test
    void oneObjectAtATimeHasIt() throws IOException {
        DirectoryLock lock = DirectoryLock.take(directory);
        assertTaken("another feed in this process");

        lock.close();
        lock.close();

        try (DirectoryLock next = DirectoryLock.take(directory)) {
            assertTaken("another feed in this process");
            // Not this one's to give back any more.
            lock.close();
            assertTaken("another feed in this process");
            assertThat(next).isNotNull();
        }
    }

    @Test
    void anotherNameIsTheSameDirectory() throws IOException {
        Path link = directory.resolveSibling(directory.getFileName() + "-link");
        Files.createSymbolicLink(link, directory);
        try (DirectoryLock lock = DirectoryLock.take(link)) {
            assertTaken("another feed in this process");
            assertThat(lock).isNotNull();
        } finally {
            Files.delete(link);
        }
    }

    @Test
    void anotherProcessIsRefusedUntilThisOneGivesItBack() throws IOException {
        DirectoryLock lock = DirectoryLock.take(directory);
        try (ChildJvm child = new ChildJvm(Taker.class, directory.toString())) {
            child.expect("refused");
            lock.close();
            child.tell("again");
            child.expect("taken");

            assertTaken("another process");
            assertTaken("another process");
            child.kill();
        }

        DirectoryLock.take(directory).close();
    }

    /** Takes the directory of its argument, says whether it has it, and tries again when it is told to. */
    static final class Taker {
        public static void main(String[] arguments) throws IOException {
            do {
                System.out.println(isTaken(Path.of(arguments[0])) ? "taken" : "refused");
            } while (System.in.read() >= 0);
        }

        private static boolean isTaken(Path directory) {
            try {
                DirectoryLock.take(directory);
                return true;
            } catch (IOException e) {
                return false;
            }
        }
    }

    @Test
    void aCopyOfTheClassIsRefusedAndTakesNothingAway() throws Exception {
        URL classes = DirectoryLock.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader())) {
            Class<?> copy = loader.loadClass(DirectoryLock.class.getName());
            Closeable theirs = take(copy);
            assertTaken("another feed in this process");
            assertTaken("another feed in this process");
            try (ChildJvm child = new ChildJvm(Taker.class, directory.toString())) {
                // The lock has outlived two attempts of this class, each with a channel of the file.
                child.expect("refused");
            }
            theirs.close();

            try (DirectoryLock ours = DirectoryLock.take(directory)) {
                assertThatThrownBy(() -> take(copy)).hasMessageContaining("another feed in this process");
                assertThat(ours).isNotNull();
            }
            take(copy).close();
        }
    }

    private Closeable take(Class<?> copy) throws Exception {
        try {
            return (Closeable) copy.getMethod("take", Path.class).invoke(null, directory);
        } catch (InvocationTargetException e) {
            throw (Exception) e.getCause();
        }
    }

    @Test
    void aFileSystemWithoutLocksGetsWords() throws IOException {
        FileChannel channel =
                spy(FileChannel.open(directory.resolve("x"), StandardOpenOption.CREATE, StandardOpenOption.WRITE));
        doThrow(new IOException("No locks available")).when(channel).tryLock(anyLong(), anyLong(), anyBoolean());

        assertThatThrownBy(() -> DirectoryLock.take(directory, file -> channel))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContainingAll(
                        directory.toString(), "can't lock files", "network file systems", "No locks available");
        assertThat(channel.isOpen()).isFalse();
        DirectoryLock.take(directory).close();
    }

    @Test
    void aFileInItsPlaceIsRefused() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> DirectoryLock.take(file))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void anInterruptThatCameBeforeEndsNothing() throws IOException {
        Thread.currentThread().interrupt();
        try {
            DirectoryLock.take(directory.resolve("new")).close();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private void assertTaken(String by) {
        assertThatThrownBy(() -> DirectoryLock.take(directory))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContainingAll(directory.toString(), "in use by " + by);
    }
}
