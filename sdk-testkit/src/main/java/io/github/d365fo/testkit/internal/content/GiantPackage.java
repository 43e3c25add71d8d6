package io.github.d365fo.testkit.internal.content;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32;

/** A zip with one stored entry of any size, filled with zeros and generated while it is read. Immutable. */
public final class GiantPackage {
    private static final byte[] NAME = "Giant.csv".getBytes(StandardCharsets.US_ASCII);
    private static final short ZIP64_VERSION = 45;
    private static final int IN_EXTRA = 0xffffffff;
    private static final int LOCAL = 0x04034b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int END_64 = 0x06064b50;
    private static final int LOCATOR_64 = 0x07064b50;
    private static final int END = 0x06054b50;
    private static final int HEADERS = 256;

    private final long entrySize;
    private final byte[] before;
    private final byte[] after;

    public GiantPackage(long entrySize) {
        if (entrySize < 0) {
            throw new IllegalArgumentException("entrySize: expected zero or more bytes, but got " + entrySize);
        }
        this.entrySize = entrySize;
        int crc = crcOfZeros(entrySize);
        this.before = local(crc);
        this.after = directory(crc);
    }

    public long size() {
        return before.length + entrySize + after.length;
    }

    public InputStream open() {
        return new SequenceInputStream(Collections.enumeration(
                List.of(new ByteArrayInputStream(before), new Zeros(entrySize), new ByteArrayInputStream(after))));
    }

    private byte[] local(int crc) {
        ByteBuffer out = start(LOCAL);
        common(out, crc);
        out.putShort((short) NAME.length).putShort((short) 20).put(NAME);
        out.putShort((short) 1).putShort((short) 16).putLong(entrySize).putLong(entrySize);
        return taken(out);
    }

    private byte[] directory(int crc) {
        ByteBuffer out = start(CENTRAL).putShort(ZIP64_VERSION);
        common(out, crc);
        out.putShort((short) NAME.length).putShort((short) 20);
        out.putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0)
                .putInt(0)
                .putInt(0)
                .put(NAME);
        out.putShort((short) 1).putShort((short) 16).putLong(entrySize).putLong(entrySize);
        long directorySize = out.position();
        long directoryStart = before.length + entrySize;
        out.putInt(END_64)
                .putLong(44)
                .putShort(ZIP64_VERSION)
                .putShort(ZIP64_VERSION)
                .putInt(0)
                .putInt(0);
        out.putLong(1).putLong(1).putLong(directorySize).putLong(directoryStart);
        out.putInt(LOCATOR_64).putInt(0).putLong(directoryStart + directorySize).putInt(1);
        out.putInt(END)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 1)
                .putShort((short) 1);
        out.putInt((int) directorySize).putInt(IN_EXTRA).putShort((short) 0);
        return taken(out);
    }

    /** Writes what the local header and the directory share: version, flags, method, time, checksum and sizes. */
    private static void common(ByteBuffer out, int crc) {
        out.putShort(ZIP64_VERSION).putShort((short) 0).putShort((short) 0).putInt(0x5c250000);
        out.putInt(crc).putInt(IN_EXTRA).putInt(IN_EXTRA);
    }

    private static ByteBuffer start(int signature) {
        return ByteBuffer.allocate(HEADERS).order(ByteOrder.LITTLE_ENDIAN).putInt(signature);
    }

    private static byte[] taken(ByteBuffer out) {
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }

    private static int crcOfZeros(long count) {
        CRC32 crc = new CRC32();
        byte[] zeros = new byte[1 << 16];
        for (long left = count; left > 0; left -= zeros.length) {
            crc.update(zeros, 0, (int) Math.min(left, zeros.length));
        }
        return (int) crc.getValue();
    }

    /** A number of zeros. */
    private static final class Zeros extends InputStream {
        private long left;

        Zeros(long left) {
            this.left = left;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (left <= 0) {
                return length == 0 ? 0 : -1;
            }
            int count = (int) Math.min(left, length);
            Arrays.fill(target, offset, offset + count, (byte) 0);
            left -= count;
            return count;
        }
    }
}
