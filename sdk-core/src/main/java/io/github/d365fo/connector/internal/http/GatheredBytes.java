package io.github.d365fo.connector.internal.http;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The bytes of a small body, copied once if their number was announced. Not thread-safe. */
final class GatheredBytes {
    private byte[] bytes;
    private int count;

    /** Has room for {@code expected} bytes before it grows. */
    GatheredBytes(int expected) {
        this.bytes = new byte[expected];
    }

    /** Takes from {@code more} until there are {@code limit} bytes. */
    void add(ByteBuffer more, int limit) {
        int taken = Math.min(more.remaining(), limit - count);
        if (bytes.length - count < taken) {
            bytes = Arrays.copyOf(bytes, Math.min(limit, Math.max(2 * bytes.length, count + taken)));
        }
        more.get(bytes, count, taken);
        count += taken;
    }

    /** Returns all bytes. */
    byte[] all() {
        return count == bytes.length ? bytes : Arrays.copyOf(bytes, count);
    }
}
