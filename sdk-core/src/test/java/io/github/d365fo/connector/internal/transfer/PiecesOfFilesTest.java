package io.github.d365fo.connector.internal.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.internal.files.PartFile;
import io.github.d365fo.connector.internal.http.ExchangeFailure.NotWhole;
import io.github.d365fo.connector.internal.http.PayloadReader;
import io.github.d365fo.connector.support.Zips;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files are cut and put together again to the byte, and prove that they are whole. */
class PiecesOfFilesTest {
    private static final int GATHERED = 256 << 10;

    @TempDir
    Path directory;

    @Test
    void aRangeSaysWhatItHoldsOfWhat() {
        assertThat(ContentRange.parse("bytes 5-9/20")).contains(new ContentRange(5, 9, 20));
        assertThat(ContentRange.parse("bytes 5-5/6")).contains(new ContentRange(5, 5, 6));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes */20",
                "bytes 5-9/*",
                "bytes 9-5/20",
                "bytes 5-20/20",
                "items 5-9/20",
                "bytes 5-9/20, bytes 10-11/20",
                "bytes 5-1234567890123456789/1234567890123456789"
            })
    void otherContentRangesAreIgnored(String header) {
        assertThat(ContentRange.parse(header)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "0, 262143", "0, 262144", "17, 262145", "5, 600000"})
    void whatIsGatheredIsWrittenWhereItBelongs(int from, int length) throws Exception {
        byte[] content = content(length);
        try (PartFile part = PartFile.open(directory.resolve("a"))) {
            GatheredWriter writer = new GatheredWriter(part, from);
            for (int at = 0; at < length; at += 100_000) {
                ByteBuffer bytes = ByteBuffer.wrap(content, at, Math.min(100_000, length - at));
                writer.add(bytes);
                assertThat(bytes.hasRemaining()).isFalse();
                assertThat(writer.position()).isEqualTo(from + Math.min(at + 100_000L, length));
            }
            writer.flush();
            assertThat(writer.position()).isEqualTo((long) from + length);
            ByteBuffer written = ByteBuffer.allocate(length);
            part.read(written, from);
            assertThat(written.array()).isEqualTo(content);
        }
    }

    @Test
    void fullPiecesAreOnTheirWayBeforeTheFlush() throws Exception {
        try (PartFile part = PartFile.open(directory.resolve("a"))) {
            new GatheredWriter(part, 0).add(ByteBuffer.wrap(content(GATHERED)));
            ByteBuffer written = ByteBuffer.allocate(GATHERED);
            part.read(written, 0);
            assertThat(written.array()).isEqualTo(content(GATHERED));
        }
    }

    @Test
    void checksumsConsumeNothing() throws Exception {
        Checksums checksums = new Checksums(true);
        ByteBuffer bytes = ByteBuffer.wrap("abc".getBytes(StandardCharsets.US_ASCII));
        checksums.add(bytes);
        assertThat(bytes.remaining()).isEqualTo(3);
        assertThat(checksums.size()).isEqualTo(3);
        assertThat(checksums.md5()).isEqualTo("kAFQmDzST7DWlj99KOF/cg==");
        assertThat(checksums.md5()).as("asked again").isEqualTo("kAFQmDzST7DWlj99KOF/cg==");
        assertThat(checksums.sha256()).startsWith("ba7816bf8f01cfea");
    }

    @Test
    void aPackageProvesToBeWhole() throws Exception {
        check(Zips.ofSize(1000), null, true);
        assertThatThrownBy(() -> check(new byte[0], null, true))
                .isInstanceOfSatisfying(
                        NotWhole.class, e -> assertThat(e.isCutOff()).isTrue())
                .hasMessageContaining("the download is empty");
        assertThatThrownBy(() -> check(Arrays.copyOf(Zips.ofSize(1000), 990), null, true))
                .isInstanceOfSatisfying(
                        NotWhole.class, e -> assertThat(e.isCutOff()).isTrue())
                .hasMessageContaining("truncated: 990 bytes were downloaded");
        assertThatThrownBy(() -> check("no package".getBytes(StandardCharsets.US_ASCII), null, true))
                .isInstanceOfSatisfying(
                        NotWhole.class, e -> assertThat(e.isCutOff()).isFalse())
                .hasMessageContaining("the 10 downloaded bytes are a text");
        byte[] damaged = Zips.ofSize(1000);
        damaged[damaged.length - 6] ^= 1;
        assertThatThrownBy(() -> check(damaged, null, true))
                .isInstanceOfSatisfying(
                        NotWhole.class, e -> assertThat(e.isCutOff()).isFalse())
                .hasMessageContaining("a damaged zip");
    }

    @Test
    void anyOtherFileDoesNotHaveTo() throws Exception {
        check("no package".getBytes(StandardCharsets.US_ASCII), null, false);
    }

    @Test
    void anAnnouncedChecksumMustBeRight() throws Exception {
        byte[] content = "abc".getBytes(StandardCharsets.US_ASCII);
        check(content, "kAFQmDzST7DWlj99KOF/cg==", false);
        assertThatThrownBy(() -> check(content, "AAAAAAAAAAAAAAAAAAAAAA==", false))
                .isInstanceOfSatisfying(
                        NotWhole.class, e -> assertThat(e.isCutOff()).isFalse())
                .hasMessageContaining("the 3 downloaded bytes don't match the announced checksum");
    }

    @Test
    void blocksAreLargeEnoughForFiftyThousandToDo() throws Exception {
        assertThat(blockSize(100, 10)).isEqualTo(10);
        assertThat(blockSize(50_000L * 10, 10))
                .as("as many as fit, and room for one")
                .isEqualTo(11);
        assertThat(blockSize(50_000L * 100, 10)).isEqualTo(101);
    }

    /** Returns how long the first block of a payload of that length is. */
    private static int blockSize(long length, int smallest) throws Exception {
        int[] asked = new int[1];
        Payload watched = Payload.ofStream(
                () -> new InputStream() {
                    @Override
                    public int read() {
                        return 0;
                    }

                    @Override
                    public int read(byte[] target, int offset, int count) {
                        asked[0] = Math.max(asked[0], count);
                        return count;
                    }
                },
                length);
        try (PayloadReader reader = PayloadReader.open(watched)) {
            new Blocks(
                            URI.create("https://storage.invalid/x?sig=x"),
                            reader,
                            null,
                            new PieceSizes(1, 1, 1, smallest, smallest, 1))
                    .next();
        }
        return asked[0];
    }

    private void check(byte[] content, String md5, boolean isPackage) throws Exception {
        try (PartFile part = PartFile.open(directory.resolve("a"))) {
            part.write(ByteBuffer.wrap(content), 0);
            Checksums checksums = new Checksums(md5 != null);
            checksums.add(ByteBuffer.wrap(content));
            Verification.check(
                    new Fetched(part, checksums, content.length, Optional.empty(), Optional.ofNullable(md5), true),
                    isPackage);
        }
    }

    private static byte[] content(int length) {
        byte[] content = new byte[length];
        IntStream.range(0, length).forEach(i -> content[i] = (byte) (i * 31 + i / 256));
        return content;
    }
}
