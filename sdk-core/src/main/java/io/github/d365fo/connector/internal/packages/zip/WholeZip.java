package io.github.d365fo.connector.internal.packages.zip;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Checks that a file is a complete zip: it has an end record, the directory is right before it with the announced
 * entries and bytes, and no entry reaches into the directory. Reads only the end record and the directory, in constant
 * memory; it does not check content or names of entries.
 */
public final class WholeZip {
    private static final int RECORD = 0x02014b50;
    private static final int RECORD_LENGTH = 46;
    private static final int LOCAL_LENGTH = 30;
    private static final int WINDOW = 64 << 10;
    private static final long WIDE = 0xFFFFFFFFL;
    private static final int WIDE_FIELD = 1;
    private static final int FIELD_HEAD = 4;

    private final Bytes zip;
    private final ZipEnd end;
    private final ByteBuffer window = ByteBuffer.allocate(WINDOW).order(ByteOrder.LITTLE_ENDIAN);
    private long windowAt;

    private WholeZip(Bytes zip, ZipEnd end) {
        this.zip = zip;
        this.end = end;
        this.window.limit(0);
    }

    /**
     * Checks {@code zip}.
     *
     * @throws BrokenZip if it is not a complete zip
     * @throws IOException if it can't be read
     */
    public static void check(Bytes zip) throws IOException {
        new WholeZip(zip, ZipEnd.find(zip)).check();
    }

    private void check() throws IOException {
        long at = end.offset();
        for (long i = 0; i < end.count(); i++) {
            at = record(at);
        }
        if (at != end.offset() + end.size()) {
            throw mismatch();
        }
    }

    /** Checks the record at {@code at} and returns the position of the next one. */
    private long record(long at) throws IOException {
        int head = window(at, RECORD_LENGTH);
        if (window.getInt(head) != RECORD) {
            throw mismatch();
        }
        int name = unsignedShort(head + 28);
        int extra = unsignedShort(head + 30);
        int comment = unsignedShort(head + 32);
        Widened sizes = new Widened(unsignedInt(head + 24), unsignedInt(head + 20), unsignedInt(head + 42));
        if (sizes.isWide()) {
            sizes = sizes.from(wideFields(window(at + RECORD_LENGTH + name, extra), extra));
        }
        if (sizes.compressed() < 0
                || sizes.offset() < 0
                || sizes.compressed() > end.offset() - LOCAL_LENGTH - sizes.offset()) {
            throw BrokenZip.damaged("its directory has an entry at an impossible position");
        }
        return at + RECORD_LENGTH + name + extra + comment;
    }

    /** Returns the ZIP64 fields of an entry, which are in the order of the record and present only if needed. */
    private ByteBuffer wideFields(int field, int length) throws BrokenZip {
        int at = field;
        while (at + FIELD_HEAD <= field + length) {
            int size = unsignedShort(at + Short.BYTES);
            if (unsignedShort(at) == WIDE_FIELD && at + FIELD_HEAD + size <= field + length) {
                return window.slice(at + FIELD_HEAD, size).order(ByteOrder.LITTLE_ENDIAN);
            }
            at += FIELD_HEAD + size;
        }
        throw mismatch();
    }

    /** Makes {@code length} bytes from {@code at} readable and returns where they are in the window. */
    private int window(long at, int length) throws IOException {
        long directoryEnd = end.offset() + end.size();
        if (length > directoryEnd - at) {
            throw mismatch();
        }
        if (at + length > windowAt + window.limit()) {
            window.clear().limit((int) Math.min(WINDOW, directoryEnd - at));
            zip.read(window, at);
            window.flip();
            windowAt = at;
        }
        return (int) (at - windowAt);
    }

    private int unsignedShort(int at) {
        return Short.toUnsignedInt(window.getShort(at));
    }

    private long unsignedInt(int at) {
        return Integer.toUnsignedLong(window.getInt(at));
    }

    private static BrokenZip mismatch() {
        return BrokenZip.damaged("its directory does not match its end record");
    }

    /** The position and lengths of an entry; a value that is stored in a ZIP64 field is {@link #WIDE}. */
    private record Widened(long size, long compressed, long offset) {
        boolean isWide() {
            return compressed == WIDE || offset == WIDE;
        }

        Widened from(ByteBuffer fields) throws BrokenZip {
            long wideSize = next(size, fields);
            long wideCompressed = next(compressed, fields);
            return new Widened(wideSize, wideCompressed, next(offset, fields));
        }

        private static long next(long value, ByteBuffer fields) throws BrokenZip {
            if (value != WIDE) {
                return value;
            }
            if (fields.remaining() < Long.BYTES) {
                throw mismatch();
            }
            return fields.getLong();
        }
    }
}
