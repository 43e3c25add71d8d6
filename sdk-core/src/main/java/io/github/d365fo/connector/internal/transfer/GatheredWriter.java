package io.github.d365fo.connector.internal.transfer;

import io.github.d365fo.connector.internal.files.PartFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Writes a range of a part file in few large pieces, since many small ones take twice as long. Not thread-safe. */
final class GatheredWriter {
    private static final int GATHERED = 256 << 10;

    private final PartFile file;
    private final ByteBuffer gathered = ByteBuffer.allocate(GATHERED);
    private long written;

    /** Starts at {@code position}. */
    GatheredWriter(PartFile file, long position) {
        this.file = file;
        this.written = position;
    }

    /** Returns the position of the next byte. */
    long position() {
        return written + gathered.position();
    }

    /** Adds all of {@code bytes}. */
    void add(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            int count = Math.min(bytes.remaining(), gathered.remaining());
            gathered.put(bytes.slice(bytes.position(), count));
            bytes.position(bytes.position() + count);
            if (!gathered.hasRemaining()) {
                flush();
            }
        }
    }

    void flush() throws IOException {
        gathered.flip();
        int count = gathered.remaining();
        file.write(gathered, written);
        written += count;
        gathered.clear();
    }
}
