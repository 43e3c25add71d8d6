package io.github.d365fo.feed.internal.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.feed.support.ChildJvm;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a log has after it was written, and after it was written anew. */
class ForcedLogTest extends ForcedLogRig {
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
}
