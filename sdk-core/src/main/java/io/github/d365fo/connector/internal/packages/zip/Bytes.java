package io.github.d365fo.connector.internal.packages.zip;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/** A file that can be read at any position. */
public interface Bytes {
    /** Returns how many there are. */
    long length() throws IOException;

    /** Fills {@code target} from {@code position}; fails if there are too few bytes. */
    void read(ByteBuffer target, long position) throws IOException;

    /** Returns {@code count} bytes from {@code position}, in the byte order of zips; fails if there are too few. */
    default ByteBuffer read(long position, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        read(bytes, position);
        return bytes.flip();
    }

    /** Returns the bytes of {@code channel}. */
    static Bytes of(FileChannel channel) {
        return new Bytes() {
            @Override
            public long length() throws IOException {
                return channel.size();
            }

            @Override
            public void read(ByteBuffer target, long position) throws IOException {
                long begin = position - target.position();
                while (target.hasRemaining()) {
                    if (channel.read(target, begin + target.position()) < 0) {
                        throw new EOFException("the zip became shorter while it was read");
                    }
                }
            }
        };
    }
}
