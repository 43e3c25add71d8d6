package io.github.d365fo.testkit.internal.packages;

import static io.github.d365fo.testkit.internal.packages.ZipEnd.unsigned;

import io.github.d365fo.testkit.internal.content.Content;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * An entry in the directory of a zip.
 *
 * @param name its name
 * @param packed whether it is compressed
 * @param checksum the checksum of its bytes
 * @param stored how many bytes it has in the zip
 * @param size how many bytes it has unpacked
 * @param at where its head begins, or, once it is located, its bytes
 */
record ZipRecord(String name, boolean packed, long checksum, long stored, long size, long at) {
    private static final int HEAD = 0x04034b50;
    private static final int HEAD_LENGTH = 30;
    private static final int RECORD = 0x02014b50;
    private static final int RECORD_LENGTH = 46;
    private static final int LOCKED = 1 | 1 << 6 | 1 << 13;
    private static final int DEFLATED = 8;
    private static final long ELSEWHERE = 0xFFFF_FFFFL;

    /** Reads the next record of a directory. */
    static ZipRecord next(ByteBuffer directory) throws ZipException {
        ByteBuffer record = directory.slice().order(ByteOrder.LITTLE_ENDIAN);
        if (record.limit() < RECORD_LENGTH || record.getInt(0) != RECORD) {
            throw mismatch();
        }
        int name = unsigned(record.getShort(28));
        int extra = unsigned(record.getShort(30));
        int length = RECORD_LENGTH + name + extra + unsigned(record.getShort(32));
        if (length > record.limit() || record.getShort(34) != 0) {
            throw mismatch();
        }
        directory.position(directory.position() + length);
        int method = readable(record.getShort(8), record.getShort(10));
        ByteBuffer large = large(record.slice(RECORD_LENGTH + name, extra).order(ByteOrder.LITTLE_ENDIAN));
        long size = number(record.getInt(24), large);
        long stored = number(record.getInt(20), large);
        return new ZipRecord(
                StandardCharsets.UTF_8.decode(record.slice(RECORD_LENGTH, name)).toString(),
                method == DEFLATED,
                unsigned(record.getInt(16)),
                stored,
                size,
                number(record.getInt(42), large));
    }

    /**
     * Returns this record with the position of its bytes, which must be before the directory and have the same name.
     */
    ZipRecord located(Content zip, long directory) throws IOException {
        if (at < 0 || stored < 0 || size < 0 || at > directory - HEAD_LENGTH || (!packed && stored != size)) {
            throw misplaced();
        }
        ByteBuffer head = ZipEnd.bytes(zip, at, HEAD_LENGTH);
        int nameLength = unsigned(head.getShort(26));
        long begin = at + HEAD_LENGTH + nameLength + unsigned(head.getShort(28));
        if (head.getInt(0) != HEAD || begin > directory || stored > directory - begin) {
            throw misplaced();
        }
        String here = StandardCharsets.UTF_8
                .decode(ZipEnd.bytes(zip, at + HEAD_LENGTH, nameLength))
                .toString();
        int method = readable(head.getShort(6), head.getShort(8));
        if (!here.equals(name) || packed != (method == DEFLATED)) {
            throw misplaced();
        }
        return new ZipRecord(name, packed, checksum, stored, size, begin);
    }

    /** Opens the decompressed bytes of a located record. */
    InputStream open(Content zip) throws IOException {
        InputStream bytes = new Part(zip.open(at), stored);
        return packed ? new Unpacked(bytes, stored) : bytes;
    }

    private static int readable(short flags, short method) throws ZipException {
        if ((flags & LOCKED) != 0) {
            throw new ZipException("encrypted ZIP entry not supported");
        }
        if (method != 0 && method != DEFLATED) {
            throw new ZipException("The archive entry was compressed using an unsupported compression method.");
        }
        return method;
    }

    /** Returns the numbers that are too large for a record, from its extra fields. */
    private static ByteBuffer large(ByteBuffer extra) {
        while (extra.remaining() >= 2 * Short.BYTES) {
            boolean large = extra.getShort() == 1;
            int length = Math.min(unsigned(extra.getShort()), extra.remaining());
            if (large) {
                return extra.slice(extra.position(), length).order(ByteOrder.LITTLE_ENDIAN);
            }
            extra.position(extra.position() + length);
        }
        return ByteBuffer.allocate(0);
    }

    private static long number(int value, ByteBuffer large) throws ZipException {
        if (unsigned(value) != ELSEWHERE) {
            return unsigned(value);
        }
        if (large.remaining() < Long.BYTES) {
            throw mismatch();
        }
        return large.getLong();
    }

    private static ZipException mismatch() {
        return WholeZip.damaged("its directory does not match its end record");
    }

    private static ZipException misplaced() {
        return WholeZip.damaged("its directory lists an entry that is not there");
    }

    /** Ends after a number of bytes. */
    private static final class Part extends InputStream {
        private final InputStream stream;
        private long left;

        Part(InputStream stream, long length) {
            this.stream = stream;
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int read = stream.read(target, offset, (int) Math.min(length, left));
            left -= Math.max(read, 0);
            return read;
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }

    /** Releases its memory when it is closed, and ends with the compressed bytes. */
    private static final class Unpacked extends InflaterInputStream {
        private final long stored;

        Unpacked(InputStream stream, long stored) {
            super(stream, new Inflater(true));
            this.stored = stored;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = super.read(target, offset, length);
            if (read < 0 && inf.getBytesRead() != stored) {
                throw misplaced();
            }
            return read;
        }

        @Override
        public void close() throws IOException {
            super.close();
            inf.end();
        }
    }
}
