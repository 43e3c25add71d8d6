package io.github.d365fo.connector.internal.packages.zip;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Finds the end record of a zip, which has the position and length of the directory and the number of entries. */
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

    private ZipEnd(long count, long size, long offset, long position) throws BrokenZip {
        this.count = count;
        this.size = size;
        this.offset = offset;
        if (count < 0 || size < 0 || offset < 0 || size > position || offset != position - size) {
            throw BrokenZip.damaged("its end record does not match its content");
        }
    }

    /**
     * Finds the end record of {@code zip}; nothing but its comment may follow it.
     *
     * @throws BrokenZip if there is none, or it does not match the length of the file
     * @throws IOException if the file can't be read
     */
    static ZipEnd find(Bytes zip) throws IOException {
        long length = zip.length();
        int tail = (int) Math.min(length, END_LENGTH + MAX_COMMENT);
        ByteBuffer bytes = zip.read(length - tail, tail);
        boolean more = false;
        for (int at = tail - END_LENGTH; at >= 0; at--) {
            if (bytes.getInt(at) == END) {
                int behind = tail - at - END_LENGTH - unsignedShort(bytes, at + 20);
                if (behind == 0) {
                    return of(zip, bytes.slice(at, END_LENGTH).order(ByteOrder.LITTLE_ENDIAN), length - tail + at);
                }
                more |= behind > 0 && fits(bytes, at, length - tail + at);
            }
        }
        throw more
                ? BrokenZip.damaged("it has more bytes than its end record announces")
                : new BrokenZip("it is not a zip, or its end is missing", true);
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

    private static ZipEnd of(Bytes zip, ByteBuffer end, long position) throws IOException {
        if (position >= LOCATOR_LENGTH) {
            ByteBuffer locator = zip.read(position - LOCATOR_LENGTH, LOCATOR_LENGTH);
            if (locator.getInt(0) == LOCATOR) {
                return wide(zip, locator.getLong(8), position - LOCATOR_LENGTH);
            }
        }
        return new ZipEnd(
                unsignedShort(end, 10),
                Integer.toUnsignedLong(end.getInt(12)),
                Integer.toUnsignedLong(end.getInt(16)),
                position);
    }

    private static ZipEnd wide(Bytes zip, long position, long locator) throws IOException {
        if (position < 0 || position > locator - WIDE_END_LENGTH) {
            throw BrokenZip.damaged("its end record does not match its content");
        }
        ByteBuffer end = zip.read(position, WIDE_END_LENGTH);
        if (end.getInt(0) != WIDE_END) {
            throw BrokenZip.damaged("its end record is damaged");
        }
        return new ZipEnd(end.getLong(32), end.getLong(40), end.getLong(48), position);
    }

    /** Distinguishes this zip's end record from that of a zip stored inside it. */
    private static boolean fits(ByteBuffer bytes, int at, long position) {
        return Integer.toUnsignedLong(bytes.getInt(at + 12)) + Integer.toUnsignedLong(bytes.getInt(at + 16))
                == position;
    }

    private static int unsignedShort(ByteBuffer bytes, int at) {
        return Short.toUnsignedInt(bytes.getShort(at));
    }
}
