package io.github.d365fo.connector.internal.packages.zip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d365fo.connector.support.UnusualZips;
import io.github.d365fo.connector.support.Zips;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A whole zip is found whole, and no part or mixture of one is; what is read is the end and the directory. */
class WholeZipTest {
    private static final int TAIL = 22 + 0xFFFF;

    /** Bytes that keep count of what is read of them. */
    private static class Counted implements Bytes {
        private final byte[] bytes;
        long read;

        Counted(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public long length() {
            return bytes.length;
        }

        @Override
        public void read(ByteBuffer target, long position) throws IOException {
            if (position < 0 || target.remaining() > length() - position) {
                throw new EOFException("nobody may read where nothing is");
            }
            read += target.remaining();
            target.put(bytes, (int) position, target.remaining());
        }
    }

    @Test
    void everyPartOfAZipIsCutOff() {
        for (byte[] zip : new byte[][] {
            Zips.tiny(),
            Zips.ofSize(700),
            UnusualZips.all().get("zip64 without need"),
            UnusualZips.all().get("a comment")
        }) {
            assertThatCode(() -> WholeZip.check(new Counted(zip))).doesNotThrowAnyException();
            for (int length = 0; length < zip.length; length++) {
                byte[] part = Arrays.copyOf(zip, length);
                BrokenZip broken = catchThrowableOfType(BrokenZip.class, () -> WholeZip.check(new Counted(part)));
                assertThat(broken)
                        .as("the first %d of %d bytes", length, zip.length)
                        .isNotNull();
                assertThat(broken.isEndMissing()).isTrue();
            }
            for (int from = 1; from < zip.length - 22; from++) {
                byte[] part = Arrays.copyOfRange(zip, from, zip.length);
                assertThat(catchThrowableOfType(BrokenZip.class, () -> WholeZip.check(new Counted(part))))
                        .as("without the first %d bytes", from)
                        .isNotNull();
            }
        }
    }

    @Test
    void whatIsBehindAZipIsSeen() {
        byte[] zip = Zips.tiny();
        for (int more : new int[] {1, 2, 22, 1_000, 60_000}) {
            byte[] longer = Arrays.copyOf(zip, zip.length + more);
            BrokenZip broken = catchThrowableOfType(BrokenZip.class, () -> WholeZip.check(new Counted(longer)));
            assertThat(broken).hasMessageContaining("more bytes than its end record announces");
            assertThat(broken.isEndMissing()).isFalse();
        }
    }

    @Test
    void noChangeOfAByteIsWorseThanATypedError() throws IOException {
        for (byte[] zip : new byte[][] {Zips.tiny(), UnusualZips.all().get("zip64 without need")}) {
            for (int at = 0; at < zip.length; at++) {
                for (int change : new int[] {0, 1, 0x7F, 0x80, 0xFF}) {
                    byte[] changed = zip.clone();
                    changed[at] = (byte) change;
                    try {
                        WholeZip.check(new Counted(changed));
                    } catch (BrokenZip expected) {
                        assertThat(expected.getMessage()).startsWith("it");
                    }
                }
            }
        }
    }

    @Test
    void onlyTheEndAndTheDirectoryAreRead() throws IOException {
        byte[] zip = UnusualZips.all().get("70,000 entries, so zip64");
        Counted counted = new Counted(zip);
        WholeZip.check(counted);
        // Each record may be read twice, at the end of one window and the beginning of the next.
        assertThat(counted.read).isLessThan(TAIL + 200 + 2L * zip.length);
        Counted large = new Counted(Zips.ofSize(20_000_000));
        WholeZip.check(large);
        assertThat(large.read).isLessThan(TAIL + 200);
    }

    @Test
    void aZipLargerThanMemoryTakesNone() throws IOException {
        long entry = 9L << 30;
        byte[] end = end(entry);
        Bytes zip = new Bytes() {
            @Override
            public long length() {
                return 43 + entry + end.length;
            }

            @Override
            public void read(ByteBuffer target, long position) {
                long begin = length() - end.length;
                for (long at = position; target.hasRemaining(); at++) {
                    target.put(at < begin ? 0 : end[(int) (at - begin)]);
                }
            }
        };
        WholeZip.check(zip);
    }

    /** Returns the directory and the end of a zip with one stored entry of a length that needs zip64. */
    private static byte[] end(long entry) {
        ByteBuffer out = ByteBuffer.allocate(46 + 13 + 20 + 56 + 20 + 22).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(0x02014b50)
                .put(new byte[16])
                .putInt(-1)
                .putInt(-1)
                .putShort((short) 13)
                .putShort((short) 20);
        out.put(new byte[14])
                .put(new byte[13])
                .putShort((short) 1)
                .putShort((short) 16)
                .putLong(entry)
                .putLong(entry);
        int directory = out.position();
        out.putInt(0x06064b50)
                .putLong(44)
                .putInt(0)
                .putInt(0)
                .putInt(0)
                .putLong(1)
                .putLong(1);
        out.putLong(directory).putLong(43 + entry);
        out.putInt(0x07064b50).putInt(0).putLong(43 + entry + directory).putInt(1);
        out.putInt(0x06054b50)
                .putInt(0)
                .putShort((short) -1)
                .putShort((short) -1)
                .putInt(-1)
                .putInt(-1);
        return out.putShort((short) 0).array();
    }
}
