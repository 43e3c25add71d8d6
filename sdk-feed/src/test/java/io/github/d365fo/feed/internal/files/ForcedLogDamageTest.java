package io.github.d365fo.feed.internal.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a log has after cuts and damage. */
class ForcedLogDamageTest extends ForcedLogRig {
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

        @Test
        void ofTheLastTwoRecordsRefusesAtEveryByte() throws IOException {
            write(FIRST, SECOND, THIRD);
            byte[] bytes = Files.readAllBytes(file());
            int second = LogLine.encode(FIRST).length;
            int third = second + LogLine.encode(SECOND).length;
            for (int at = 0; at < 8; at++) {
                byte[] damaged = bytes.clone();
                damaged[second + at] ^= 1;
                damaged[third + at] ^= 1;
                refuses(damaged, "line 2");
            }
        }

        @Test
        void ofAllRecordsRefuses() throws IOException {
            write(FIRST, SECOND, THIRD);
            byte[] bytes = Files.readAllBytes(file());
            for (int start : new int[] {0, LogLine.encode(FIRST).length, bytes.length - LogLine.encode(THIRD).length}) {
                bytes[start] ^= 1;
            }

            refuses(bytes, "line 1");
        }

        private void refuses(byte[] damaged, String line) throws IOException {
            Files.write(file(), damaged);

            assertThatThrownBy(ForcedLogDamageTest.this::read)
                    .isInstanceOf(FileSystemException.class)
                    .hasMessageContainingAll(file().toString(), line, "damaged");
            assertThat(file()).hasBinaryContent(damaged);
        }
    }
}
