package io.github.d365fo.testkit.internal.packages;

import io.github.d365fo.testkit.internal.content.Content;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.ZipException;

/**
 * The end record of a zip, in its short or its ZIP64 form.
 *
 * @param count how many entries the directory has
 * @param size how many bytes it has
 * @param offset where it begins
 */
record ZipEnd(long count, long size, long offset) {
    private static final int END = 0x06054b50;
    private static final int END_LENGTH = 22;
    private static final int LONGEST_COMMENT = 0xFFFF;
    private static final int LOCATOR = 0x07064b50;
    private static final int LOCATOR_LENGTH = 20;
    private static final int LONG_END = 0x06064b50;
    private static final int LONG_END_LENGTH = 56;

    /** Finds the end record; only its comment may follow it, and the directory must be right before it. */
    static ZipEnd find(Content zip) throws IOException {
        int tail = (int) Math.min(zip.size(), END_LENGTH + LONGEST_COMMENT);
        long begin = zip.size() - tail;
        ByteBuffer bytes = bytes(zip, begin, tail);
        for (int at = tail - END_LENGTH; at >= 0; at--) {
            if (bytes.getInt(at) == END && at + END_LENGTH + unsigned(bytes.getShort(at + 20)) == tail) {
                return of(zip, bytes.slice(at, END_LENGTH).order(ByteOrder.LITTLE_ENDIAN), begin + at);
            }
        }
        throw new ZipException("End of Central Directory record could not be found.");
    }

    /** Returns {@code count} bytes from {@code at}, in the byte order of zips. */
    static ByteBuffer bytes(Content zip, long at, int count) throws IOException {
        try (InputStream stream = zip.open(at)) {
            byte[] bytes = stream.readNBytes(count);
            if (bytes.length < count) {
                throw WholeZip.damaged("it ends too early");
            }
            return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    private static ZipEnd of(Content zip, ByteBuffer end, long position) throws IOException {
        ZipEnd brief = new ZipEnd(unsigned(end.getShort(10)), unsigned(end.getInt(12)), unsigned(end.getInt(16)));
        boolean onOneDisk = end.getInt(4) == 0 && end.getShort(8) == end.getShort(10);
        long before = position - LOCATOR_LENGTH;
        if (before >= LONG_END_LENGTH && bytes(zip, before, Integer.BYTES).getInt() == LOCATOR) {
            ZipEnd full = full(zip, bytes(zip, before, LOCATOR_LENGTH).getLong(8), before);
            return full.checked(onOneDisk && brief.isShortFor(full));
        }
        return brief.checked(onOneDisk && brief.offset == position - brief.size);
    }

    private static ZipEnd full(Content zip, long position, long locator) throws IOException {
        if (position < 0 || position > locator - LONG_END_LENGTH) {
            throw WholeZip.damaged("its end record does not match its length");
        }
        ByteBuffer end = bytes(zip, position, LONG_END_LENGTH);
        ZipEnd full = new ZipEnd(end.getLong(32), end.getLong(40), end.getLong(48));
        return full.checked(end.getInt(0) == LONG_END
                && position + 12 + end.getLong(4) == locator
                && end.getLong(16) == 0
                && end.getLong(24) == full.count
                && full.count >= 0
                && full.size >= 0
                && full.offset == position - full.size);
    }

    private ZipEnd checked(boolean fits) throws ZipException {
        if (!fits || offset < 0) {
            throw WholeZip.damaged("its end record does not match its content");
        }
        return this;
    }

    /** Returns whether this agrees with {@code full}, or marks the number as too large for it. */
    private boolean isShortFor(ZipEnd full) {
        return (count == 0xFFFF || count == full.count)
                && (size == 0xFFFF_FFFFL || size == full.size)
                && (offset == 0xFFFF_FFFFL || offset == full.offset);
    }

    static int unsigned(short value) {
        return Short.toUnsignedInt(value);
    }

    static long unsigned(int value) {
        return Integer.toUnsignedLong(value);
    }
}
