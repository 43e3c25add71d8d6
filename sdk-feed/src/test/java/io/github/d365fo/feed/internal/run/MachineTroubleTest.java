package io.github.d365fo.feed.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.error.Failure;
import io.github.d365fo.connector.error.IntegrityException;
import io.github.d365fo.connector.error.Outcome;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a machine lacks, as the JDK tells it, and what is a file's own fault. */
class MachineTroubleTest {
    private static final OutOfMemoryError HEAP = new OutOfMemoryError("Java heap space");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Too many open files",
                "Too many open files in system",
                "No space left on device",
                "Disk quota exceeded",
                "Cannot allocate memory",
                "Resource temporarily unavailable",
                "Input/output error",
                "Stale file handle",
                "Read-only file system",
                "There is not enough space on the disk",
                "The specified network name is no longer available"
            })
    void anOperatingSystemSaysSo(String words) {
        for (Exception each : new Exception[] {
            new IOException(words),
            new SocketException(words),
            new FileNotFoundException("/data/a.zip (" + words + ")"),
            new FileSystemException("/data/a.zip", null, words),
            new UncheckedIOException(new IOException(words))
        }) {
            assertThat(MachineTrouble.is(each)).as("%s", each).isTrue();
            assertThat(MachineTrouble.is(integrity(each))).as("%s", each).isTrue();
            assertThat(MachineTrouble.isOfAll(new IllegalStateException("no import", each)))
                    .isTrue();
        }
        assertThat(MachineTrouble.is(new IllegalStateException(words)))
                .as("words of a program's own")
                .isFalse();
    }

    static Stream<Throwable> ownFaults() {
        return Stream.of(
                new NoSuchFileException("a.zip"),
                new AccessDeniedException("a.zip"),
                new FileSystemException("a.zip", null, "File name too long"),
                new FileSystemException(
                        "a.zip",
                        null,
                        "The process cannot access the file because it is being used by another process"),
                new IOException((String) null),
                new EOFException(),
                new ConnectException("Connection refused"),
                integrity(null),
                new OutOfMemoryError("Requested array size exceeds VM limit"),
                new OutOfMemoryError("Required length exceeds implementation limit"),
                new StackOverflowError(),
                new NoClassDefFoundError("com/acme/Missing"),
                new Silent());
    }

    @ParameterizedTest
    @MethodSource("ownFaults")
    void anythingElseMayBeTheFilesOwnFault(Throwable failure) {
        assertThat(MachineTrouble.is(failure)).isFalse();
        assertThat(MachineTrouble.isOfAll(failure)).isFalse();
    }

    @Test
    void aPackageMayFillTheHeapItself() {
        assertThat(MachineTrouble.is(HEAP)).isTrue();
        assertThat(MachineTrouble.isOfAll(HEAP)).isFalse();
        OutOfMemoryError threads = new OutOfMemoryError("unable to create native thread: possibly out of memory");
        assertThat(MachineTrouble.isOfAll(threads)).isTrue();
    }

    private static IntegrityException integrity(Throwable cause) {
        return new IntegrityException(
                "it can't be opened",
                Failure.of(Operation.ENQUEUE, Outcome.NOT_SENT).cause(cause));
    }

    /** Gives nothing away, and is its own cause. */
    private static final class Silent extends IOException {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new IllegalStateException("planned");
        }

        @Override
        public synchronized Throwable getCause() {
            return this;
        }
    }
}
