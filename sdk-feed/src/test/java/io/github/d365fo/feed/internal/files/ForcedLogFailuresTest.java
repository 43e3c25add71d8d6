package io.github.d365fo.feed.internal.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import io.github.d365fo.feed.support.ChildJvm;
import io.github.d365fo.feed.support.Tmpfs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a log has after a full disk, and after calls that fail. */
class ForcedLogFailuresTest extends ForcedLogRig {
    @Test
    void aFullDiskLeavesWhatWasAppended() throws IOException {
        Path small = Files.createDirectory(directory.resolve("small"));
        try (Tmpfs disk = Tmpfs.at(small, "size=32k")) {
            Path file = small.resolve("records.log");
            try (ForcedLog log = ForcedLog.open(file, record -> {})) {
                int appended = appendUntilFull(log);
                assertThat(read(copy(file))).hasSizeBetween(appended, appended + 1);
                assertThatThrownBy(() -> log.append(big(appended))).hasMessageContaining("space");
                assertThatThrownBy(() -> log.rewrite(List.of(big(0), big(1), big(2), big(3), big(4), big(5))))
                        .hasMessageContaining("space");

                disk.remount("size=1m");
                log.append(FIRST);
                assertThat(read(copy(file))).hasSize(appended + 1).endsWith(FIRST);
            }
        }
    }

    private int appendUntilFull(ForcedLog log) {
        int appended = 0;
        while (true) {
            try {
                log.append(big(appended));
                appended++;
            } catch (IOException full) {
                assertThat(full).hasMessageContaining("space");
                return appended;
            }
        }
    }

    private static List<String> big(int number) {
        return List.of(Integer.toString(number), "x".repeat(5_000));
    }

    private Path copy(Path file) throws IOException {
        Path copy = directory.resolve("copy.log");
        Files.write(copy, Files.readAllBytes(file));
        return copy;
    }

    /** Where no disk can be mounted, a limit on the size of files does the same. */
    @Test
    void aFileThatMayNotGrowLeavesWhatWasAppended() throws IOException {
        try (ChildJvm child = new ChildJvm(
                List.of("bash", "-c", "ulimit -f 8; trap '' XFSZ; exec \"$@\"", "-"),
                Appender.class,
                file().toString())) {
            int appended = Integer.parseInt(child.line());

            assertThat(appended).isPositive();
            assertThat(read()).hasSize(appended);
        }
    }

    @Test
    void eachAppendIsForcedOnce() throws IOException {
        FailingChannels channels = new FailingChannels();
        try (ForcedLog log = ForcedLog.open(file(), record -> {}, channels)) {
            for (int i = 1; i <= 3; i++) {
                log.append(FIRST);
                verify(channels.last(), times(i)).force(false);
            }
            log.rewrite(List.of(SECOND));
            verify(channels.last()).force(true);
        }
    }

    @Test
    void aForceThatFailsLeavesNothingAndIsNotTriedAgain() throws IOException {
        FailingChannels channels = new FailingChannels();
        try (ForcedLog log = ForcedLog.open(file(), record -> {}, channels)) {
            log.append(FIRST);
            doThrow(new IOException("the disk is gone")).when(channels.last()).force(anyBoolean());
            assertThatThrownBy(() -> log.append(SECOND)).hasMessage("the disk is gone");
            int opened = channels.opened();

            log.append(THIRD);

            assertThat(channels.opened()).isEqualTo(opened + 1);
            assertThat(read(copy(file()))).containsExactly(FIRST, THIRD);
        }
    }

    @Test
    void aWriteThatFailsInTheMiddleLeavesNothing() throws IOException {
        FailingChannels channels = new FailingChannels();
        try (ForcedLog log = ForcedLog.open(file(), record -> {}, channels)) {
            log.append(FIRST);
            doAnswer(FailingChannels::writeThreeBytes)
                    .doAnswer(FailingChannels::writeThreeBytes)
                    .doThrow(new IOException("no more"))
                    .when(channels.last())
                    .write(any(), anyLong());
            assertThatThrownBy(() -> log.append(SECOND)).hasMessage("no more");
            assertThat(file()).hasSize(log.length() + 6);

            log.append(THIRD);

            assertThat(read(copy(file()))).containsExactly(FIRST, THIRD);
        }
    }

    @Test
    void aFileThatCannotBeOpenedAgainIsTriedAtTheNextAppend() throws IOException {
        FailingChannels channels = new FailingChannels();
        try (ForcedLog log = ForcedLog.open(file(), record -> {}, channels)) {
            log.append(FIRST);
            doThrow(new IOException("the disk is gone")).when(channels.last()).force(anyBoolean());
            assertThatThrownBy(() -> log.append(SECOND)).hasMessage("the disk is gone");
            channels.refuse();
            assertThatThrownBy(() -> log.append(SECOND)).hasMessage("too many files");

            log.append(THIRD);

            assertThat(read(copy(file()))).containsExactly(FIRST, THIRD);
        }
    }

    @Test
    void aFileThatGotShorterIsNotWrittenTo() throws IOException {
        try (ForcedLog log = open()) {
            log.append(FIRST);
            log.append(SECOND);
            failOnce(log);
            Files.write(file(), Arrays.copyOf(Files.readAllBytes(file()), 5));

            assertThatThrownBy(() -> log.append(THIRD))
                    .isInstanceOf(FileSystemException.class)
                    .hasMessageContainingAll(file().toString(), "shorter");
            assertThat(file()).hasSize(5);
        }
    }

    @Test
    void aFileThatIsGoneIsNotMadeAnew() throws IOException {
        try (ForcedLog log = open()) {
            log.append(FIRST);
            failOnce(log);
            Files.delete(file());

            assertThatThrownBy(() -> log.append(SECOND)).isInstanceOf(IOException.class);
            assertThat(file()).doesNotExist();
        }
    }

    @Test
    void aRewriteThatFailsLeavesTheOldRecords() throws IOException {
        try (ForcedLog log = open()) {
            log.append(FIRST);
            log.append(SECOND);
            failOnce(log);
            assertThat(read(copy(file()))).containsExactly(FIRST, SECOND);

            log.append(THIRD);
            assertThat(read(copy(file()))).containsExactly(FIRST, SECOND, THIRD);
        }
    }

    /** Takes the new content away before it gets the file's name. */
    private void failOnce(ForcedLog log) {
        Iterable<List<String>> vanishing =
                () -> Stream.of(THIRD).peek(record -> deleteNext()).iterator();

        assertThatThrownBy(() -> log.rewrite(vanishing)).isInstanceOf(NoSuchFileException.class);
    }

    private void deleteNext() {
        try {
            Files.delete(Durable.beside(file()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aDirectoryIsNoLog() throws IOException {
        Files.createDirectory(file());

        assertThatThrownBy(this::read).isInstanceOf(IOException.class);
    }

    @Test
    void aReaderThatFailsClosesTheFile() throws IOException {
        write(FIRST);
        IllegalStateException failure = new IllegalStateException("no");

        assertThatThrownBy(() -> ForcedLog.open(file(), record -> {
                    throw failure;
                }))
                .isSameAs(failure);
        assertThat(read()).containsExactly(FIRST);
    }

    /** Appends to its argument until that fails, and says how often it went well. */
    static final class Appender {
        public static void main(String[] arguments) throws IOException {
            int appended = 0;
            try (ForcedLog log = ForcedLog.open(Path.of(arguments[0]), record -> {})) {
                while (true) {
                    log.append(List.of("x".repeat(3_000)));
                    appended++;
                }
            } catch (IOException full) {
                System.out.println(appended);
            }
        }
    }
}
