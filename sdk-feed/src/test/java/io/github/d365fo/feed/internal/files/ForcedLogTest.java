package io.github.d365fo.feed.internal.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.spy;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import io.github.d365fo.feed.support.ChildJvm;
import io.github.d365fo.feed.support.Tmpfs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.invocation.InvocationOnMock;

/** What a log has after cuts, damage, full disks and interrupts. */
@Timeout(120)
class ForcedLogTest {
    private static final List<String> FIRST = List.of("a", "1");
    private static final List<String> SECOND = List.of("b", "2", "");
    private static final List<String> THIRD = List.of("c\u20ac", "3");

    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("records.log");
    }

    private List<List<String>> read() throws IOException {
        return read(file());
    }

    private static List<List<String>> read(Path file) throws IOException {
        List<List<String>> records = new ArrayList<>();
        ForcedLog.open(file, records::add).close();
        return records;
    }

    private ForcedLog open() throws IOException {
        return ForcedLog.open(file(), record -> {});
    }

    @SafeVarargs
    private void write(List<String>... records) throws IOException {
        try (ForcedLog log = open()) {
            for (List<String> record : records) {
                log.append(record);
            }
        }
    }

    @Nested
    class Records {
        @Test
        void aNewFileIsEmpty() throws IOException {
            assertThat(read()).isEmpty();
            assertThat(file()).isEmptyFile();
        }

        @Test
        void anEmptyFileHasNone() throws IOException {
            Files.createFile(file());

            assertThat(read()).isEmpty();
        }

        @Test
        void comeBackInOrder() throws IOException {
            write(FIRST, SECOND);
            write(THIRD);

            assertThat(read()).containsExactly(FIRST, SECOND, THIRD);
        }

        @Test
        void areOnTheDiskWhenAppendReturns() throws IOException {
            try (ForcedLog log = open()) {
                log.append(FIRST);
                assertThat(LogLine.decode(Files.readString(file()).stripTrailing()))
                        .contains(FIRST);
                assertThat(log.length()).isEqualTo(Files.size(file()));
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "\t",
                    "\n",
                    "\r\n",
                    "\\",
                    "\\n",
                    "\\u0041",
                    "\0",
                    " ",
                    "\u00e4\u20ac",
                    "\ud83d\ude00",
                    "\ud83d",
                    "\ude00\ud83d",
                    "\u0085\u2028"
                })
        void mayHaveAnyCharacter(String text) throws IOException {
            List<String> record = List.of(text, text + text, "x" + text + "x");
            write(record, FIRST);

            assertThat(read()).containsExactly(record, FIRST);
        }

        @Test
        void mayBeHuge() throws IOException {
            List<String> record = List.of("\u20ac\t".repeat(1_000_000), "end");
            write(FIRST, record, SECOND);

            assertThat(read()).containsExactly(FIRST, record, SECOND);
        }

        @Test
        void cannotBeWrittenToAClosedLog() throws IOException {
            ForcedLog log = open();
            log.append(FIRST);
            log.close();
            log.close();

            assertThatThrownBy(() -> log.append(SECOND)).isInstanceOf(ClosedChannelException.class);
            assertThatThrownBy(() -> log.append(SECOND)).isInstanceOf(IOException.class);
            assertThat(read()).containsExactly(FIRST);
        }
    }

    @Nested
    class Ends {
        @Test
        void aTornOneIsCutOffAtEveryByte() throws IOException {
            write(FIRST, SECOND);
            int good = (int) Files.size(file());
            write(THIRD);
            byte[] whole = Files.readAllBytes(file());
            for (int length = good; length < whole.length; length++) {
                Files.write(file(), Arrays.copyOf(whole, length));

                assertThat(read()).as("cut at %s", length).containsExactly(FIRST, SECOND);
                assertThat(file()).hasSize(good);
                write(THIRD);
                assertThat(read()).containsExactly(FIRST, SECOND, THIRD);
            }
        }

        @Test
        void aZeroedOneIsCutOffAtEveryByte() throws IOException {
            write(FIRST, SECOND);
            int good = (int) Files.size(file());
            write(THIRD);
            byte[] whole = Files.readAllBytes(file());
            for (int from = good; from < whole.length; from++) {
                byte[] zeroed = Arrays.copyOf(Arrays.copyOf(whole, from), whole.length + 4_096);
                Files.write(file(), zeroed);

                assertThat(read()).as("zeroed from %s", from).containsExactly(FIRST, SECOND);
                assertThat(file()).hasSize(good);
            }
        }

        @Test
        void aDamagedLastRecordIsCutOff() throws IOException {
            write(FIRST);
            int good = (int) Files.size(file());
            write(SECOND);
            byte[] bytes = Files.readAllBytes(file());
            // All but the end of its line.
            for (int at = good; at < bytes.length - 1; at++) {
                byte[] damaged = bytes.clone();
                damaged[at] ^= 1;
                Files.write(file(), damaged);

                assertThat(read()).as("damaged at %s", at).containsExactly(FIRST);
            }
        }

        @Test
        void aFileOfZerosIsEmpty() throws IOException {
            Files.write(file(), new byte[10_000]);

            assertThat(read()).isEmpty();
            assertThat(file()).isEmptyFile();
        }

        @Test
        void allThatIsDamagedAtTheEndIsCutOff() throws IOException {
            write(FIRST);
            Files.writeString(file(), "x\n\n\n00000000 y\nz", StandardOpenOption.APPEND);

            assertThat(read()).containsExactly(FIRST);
        }
    }

    @Nested
    class Damage {
        @Test
        void beforeAGoodRecordRefusesAtEveryByte() throws IOException {
            write(FIRST, SECOND, THIRD);
            byte[] bytes = Files.readAllBytes(file());
            int second = LogLine.encode(FIRST).length;
            int third = second + LogLine.encode(SECOND).length;
            for (int at = second; at < third - 1; at++) {
                byte[] damaged = bytes.clone();
                damaged[at] ^= 1;
                refuses(damaged, "line 2");
            }
        }

        @Test
        void thatJoinsTwoLinesRefuses() throws IOException {
            write(FIRST, SECOND, THIRD);
            byte[] bytes = Files.readAllBytes(file());
            bytes[LogLine.encode(FIRST).length - 1] = ' ';

            refuses(bytes, "line 1");
        }

        @Test
        void ofAWholeBlockRefuses() throws IOException {
            write(FIRST, SECOND, THIRD);
            byte[] bytes = Files.readAllBytes(file());
            int third = bytes.length - LogLine.encode(THIRD).length;
            Arrays.fill(bytes, 0, third - 1, (byte) 0);

            refuses(bytes, "line 1");
        }

        @Test
        void ofAMissingLineIsNone() throws IOException {
            write(FIRST, SECOND, THIRD);
            byte[] bytes = Files.readAllBytes(file());
            Files.write(file(), Arrays.copyOfRange(bytes, LogLine.encode(FIRST).length, bytes.length));

            assertThat(read()).containsExactly(SECOND, THIRD);
        }

        private void refuses(byte[] damaged, String line) throws IOException {
            Files.write(file(), damaged);

            assertThatThrownBy(ForcedLogTest.this::read)
                    .isInstanceOf(FileSystemException.class)
                    .hasMessageContainingAll(file().toString(), line, "damaged");
            assertThat(file()).hasBinaryContent(damaged);
        }
    }

    @Nested
    class Failures {
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
                doThrow(new IOException("the disk is gone"))
                        .when(channels.last())
                        .force(anyBoolean());
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
                doThrow(new IOException("the disk is gone"))
                        .when(channels.last())
                        .force(anyBoolean());
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

            assertThatThrownBy(ForcedLogTest.this::read).isInstanceOf(IOException.class);
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
    }

    @Nested
    class Rewriting {
        @Test
        void replacesAllRecords() throws IOException {
            try (ForcedLog log = open()) {
                log.append(FIRST);
                log.append(SECOND);
                log.rewrite(List.of(THIRD));
                assertThat(log.length()).isEqualTo(Files.size(file()));
                log.append(FIRST);
                log.rewrite(List.of(SECOND, SECOND));
                log.append(THIRD);
            }

            assertThat(read()).containsExactly(SECOND, SECOND, THIRD);
            assertThat(directory).isDirectoryContaining("glob:**.log").isDirectoryNotContaining("glob:**.new");
        }

        @Test
        void toNothing() throws IOException {
            try (ForcedLog log = open()) {
                log.append(FIRST);
                log.rewrite(List.of());
                assertThat(file()).isEmptyFile();
                log.append(SECOND);
            }

            assertThat(read()).containsExactly(SECOND);
        }

        @Test
        void thatWasCutBeforeTheNewRecordsHadTheNameLeavesTheOldOnes() throws IOException {
            write(FIRST, SECOND);
            byte[] next = LogLine.encode(THIRD);
            for (int length = 0; length <= next.length; length++) {
                Files.write(Durable.beside(file()), Arrays.copyOf(next, length));
                assertThat(read()).containsExactly(FIRST, SECOND);

                try (ForcedLog log = open()) {
                    log.rewrite(List.of(FIRST, SECOND));
                }
                assertThat(read()).containsExactly(FIRST, SECOND);
            }
        }

        @Test
        void aProcessThatIsKilledLosesNothingThatItWasToldIsWritten() throws IOException {
            long seed = Long.getLong("seed", 1);
            SplittableRandom random = new SplittableRandom(seed);
            for (int i = 0; i < 5; i++) {
                Path file = directory.resolve(i + ".log");
                int written = 0;
                try (ChildJvm child = new ChildJvm(Writer.class, file.toString())) {
                    for (int lines = 1 + random.nextInt(60); lines > 0; lines--) {
                        written = Integer.parseInt(child.line());
                    }
                    child.kill();
                    for (String line : child.unread()) {
                        written = Integer.parseInt(line);
                    }
                }
                List<List<String>> records = read(file);
                assertThat(records.get(records.size() - 1))
                        .as("seed %s", seed)
                        .isIn(List.of(Integer.toString(written)), List.of(Integer.toString(written + 1)));
            }
        }
    }

    /** Appends numbers to its argument, starts it anew with the last one now and then, and says what is written. */
    static final class Writer {
        public static void main(String[] arguments) throws IOException {
            try (ForcedLog log = ForcedLog.open(Path.of(arguments[0]), record -> {})) {
                for (int i = 0; true; i++) {
                    log.append(List.of(Integer.toString(i)));
                    System.out.println(i);
                    if (i % 3 == 0) {
                        log.rewrite(List.of(List.of(Integer.toString(i))));
                    }
                }
            }
        }
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

    @Nested
    class Interrupts {
        @Test
        void thatCameBeforeEndNothing() throws IOException {
            Thread.currentThread().interrupt();
            try {
                write(FIRST);
                try (ForcedLog log = open()) {
                    log.rewrite(List.of(SECOND));
                    log.append(THIRD);
                }
                Files.write(file(), new byte[1], StandardOpenOption.APPEND);
                assertThat(read()).containsExactly(SECOND, THIRD);
            } finally {
                assertThat(Thread.interrupted()).isTrue();
            }
        }

        /** Each append gets one, at any moment. */
        @Test
        void thatComeAtAnyMomentEndNothing() throws Exception {
            int many = 300;
            AtomicInteger begun = new AtomicInteger();
            Thread writer = Thread.currentThread();
            Thread interrupter = new Thread(() -> {
                SplittableRandom random = new SplittableRandom(1);
                for (int i = 1; i <= many; i++) {
                    while (begun.get() < i) {
                        Thread.onSpinWait();
                    }
                    for (int spins = random.nextInt(20_000); spins > 0; spins--) {
                        Thread.onSpinWait();
                    }
                    writer.interrupt();
                }
            });
            interrupter.start();
            try (ForcedLog log = open()) {
                for (int i = 0; i < many; i++) {
                    begun.incrementAndGet();
                    log.append(List.of(Integer.toString(i)));
                    if (i % 50 == 49) {
                        log.rewrite(numbers(i + 1));
                    }
                }
            } finally {
                // An interrupt may still come, so it can't be joined.
                while (interrupter.isAlive()) {
                    Thread.onSpinWait();
                }
                assertThat(Thread.interrupted()).isTrue();
            }

            assertThat(read()).containsExactlyElementsOf(numbers(many));
        }

        private static List<List<String>> numbers(int count) {
            return IntStream.range(0, count)
                    .mapToObj(i -> List.of(Integer.toString(i)))
                    .toList();
        }
    }

    /** Opens channels that can be made to fail. */
    private static final class FailingChannels implements ForcedLog.Opener {
        private final List<FileChannel> channels = new ArrayList<>();
        private boolean refuses;

        @Override
        public FileChannel open(Path file, OpenOption... options) throws IOException {
            if (refuses) {
                refuses = false;
                throw new IOException("too many files");
            }
            channels.add(spy(FileChannel.open(file, options)));
            return last();
        }

        FileChannel last() {
            return channels.get(channels.size() - 1);
        }

        int opened() {
            return channels.size();
        }

        /** Doesn't open the next one. */
        void refuse() {
            refuses = true;
        }

        static Object writeThreeBytes(InvocationOnMock call) throws Throwable {
            ByteBuffer bytes = call.getArgument(0);
            int limit = bytes.limit();
            bytes.limit(bytes.position() + 3);
            try {
                return call.callRealMethod();
            } finally {
                bytes.limit(limit);
            }
        }
    }
}
