package io.github.d365fo.feed.support.disk;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The bytes of a file, and those that are sure to be there after a cut. */
final class StoredFile implements Node {
    private byte[] bytes = new byte[0];
    private int size;
    private byte @Nullable [] sure;
    private int sureSize;

    int size() {
        return size;
    }

    @Override
    public long used() {
        return size;
    }

    int read(int position, ByteBuffer target) {
        int count = Math.min(size - position, target.remaining());
        if (count > 0) {
            target.put(bytes, position, count);
        }
        return position >= size ? -1 : count;
    }

    void write(int position, ByteBuffer source) {
        if (position < sureSize) {
            keepSure();
        }
        int end = position + source.remaining();
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end, 2 * bytes.length));
        }
        source.get(bytes, position, source.remaining());
        size = Math.max(size, end);
    }

    void truncate(int length) {
        if (length < size) {
            if (length < sureSize) {
                keepSure();
            }
            Arrays.fill(bytes, length, size, (byte) 0);
            size = length;
        }
    }

    private void keepSure() {
        if (sure == null) {
            sure = Arrays.copyOf(bytes, sureSize);
        }
    }

    @Override
    public void force() {
        sure = null;
        sureSize = size;
    }

    /** Leaves what was forced, or all, or the new length with any part of what was appended and zeros. */
    @Override
    public void cut(RandomGenerator random) {
        int kind = random.nextInt(3);
        if (sure != null && kind > 0) {
            bytes = sure;
            size = sureSize;
        } else if (sure == null && sureSize < size) {
            int kept = sureSize + (kind == 0 ? 0 : random.nextInt(size - sureSize));
            Arrays.fill(bytes, kept, size, (byte) 0);
            if (kind < 2) {
                size = kept;
            }
        }
        force();
    }
}
