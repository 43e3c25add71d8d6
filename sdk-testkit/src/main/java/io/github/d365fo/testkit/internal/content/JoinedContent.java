package io.github.d365fo.testkit.internal.content;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** Several contents joined without copying. Immutable and thread-safe. */
public final class JoinedContent implements Content {
    private final List<Content> parts;
    private final long size;

    public JoinedContent(List<Content> parts) {
        this.parts = List.copyOf(parts);
        this.size = parts.stream().mapToLong(Content::size).sum();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public InputStream open() throws IOException {
        return open(0);
    }

    /** Skips the parts before {@code from} without reading them. */
    @Override
    public InputStream open(long from) throws IOException {
        Queue<Content> rest = new ArrayDeque<>(parts);
        long skip = from;
        while (!rest.isEmpty() && rest.element().size() <= skip) {
            skip -= rest.remove().size();
        }
        return new Reading(
                rest,
                rest.isEmpty() ? InputStream.nullInputStream() : rest.remove().open(skip));
    }

    private static final class Reading extends InputStream {
        private final Queue<Content> rest;
        private InputStream present;

        Reading(Queue<Content> rest, InputStream present) {
            this.rest = rest;
            this.present = present;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = present.read(target, offset, length);
            while (read < 0 && !rest.isEmpty()) {
                present.close();
                present = rest.remove().open();
                read = present.read(target, offset, length);
            }
            return read;
        }

        @Override
        public void close() throws IOException {
            present.close();
        }
    }
}
