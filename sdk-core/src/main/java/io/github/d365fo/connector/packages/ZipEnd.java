package io.github.d365fo.connector.packages;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/** The end of a zip, which says where its directory is. */
final class ZipEnd {
    private static final int END = 0x06054b50;
    private static final int END_LENGTH = 22;
    private static final int MAX_COMMENT = 0xFFFF;
    private static final int LOCATOR = 0x07064b50;
    private static final int LOCATOR_LENGTH = 20;
    private static final int WIDE_END = 0x06064b50;
    private static final int WIDE_END_LENGTH = 56;

    private final long count;
    private final long size;
    private final long offset;

    private ZipEnd(long count, long size, long offset, long position) throws DataPackageException {
        this.count = count;
        this.size = size;
        this.offset = offset;
        if (count < 0 || size < 0 || offset < 0 || size > position || offset != position - size) {
            throw broken("its end does not fit its content");
        }
    }

    static ZipEnd find(FileChannel channel) throws IOException {
        long length = channel.size();
        int tail = (int) Math.min(length, END_LENGTH + MAX_COMMENT);
        ByteBuffer bytes = read(channel, length - tail, tail);
        for (int at = tail - END_LENGTH; at >= 0; at--) {
            if (bytes.getInt(at) == END && at + END_LENGTH + unsignedShort(bytes, at + 20) == tail) {
                return of(channel, bytes.slice(at, END_LENGTH).order(ByteOrder.LITTLE_ENDIAN), length - tail + at);
            }
        }
        throw broken("it is no zip, or its end is missing");
    }

    /** Returns how many entries the directory has. */
    long count() {
        return count;
    }

    /** Returns the directory's length in bytes. */
    long size() {
        return size;
    }

    /** Returns where the directory begins. */
    long offset() {
        return offset;
    }

    private static ZipEnd of(FileChannel channel, ByteBuffer end, long position) throws IOException {
        if (position >= LOCATOR_LENGTH) {
            ByteBuffer locator = read(channel, position - LOCATOR_LENGTH, LOCATOR_LENGTH);
            if (locator.getInt(0) == LOCATOR) {
                return wide(channel, locator.getLong(8), position - LOCATOR_LENGTH);
            }
        }
        return new ZipEnd(
                unsignedShort(end, 10),
                Integer.toUnsignedLong(end.getInt(12)),
                Integer.toUnsignedLong(end.getInt(16)),
                position);
    }

    private static ZipEnd wide(FileChannel channel, long position, long locator) throws IOException {
        if (position < 0 || position > locator - WIDE_END_LENGTH) {
            throw broken("its end does not fit its content");
        }
        ByteBuffer end = read(channel, position, WIDE_END_LENGTH);
        if (end.getInt(0) != WIDE_END) {
            throw broken("its end is damaged");
        }
        return new ZipEnd(end.getLong(32), end.getLong(40), end.getLong(48), position);
    }

    private static ByteBuffer read(FileChannel channel, long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, position + bytes.position()) < 0) {
                throw new EOFException("the zip became shorter while it was read");
            }
        }
        return bytes;
    }

    private static int unsignedShort(ByteBuffer bytes, int at) {
        return Short.toUnsignedInt(bytes.getShort(at));
    }

    private static DataPackageException broken(String what) {
        return new DataPackageException(PackageProblem.BROKEN_ARCHIVE, "the package can't be read: " + what);
    }
}
