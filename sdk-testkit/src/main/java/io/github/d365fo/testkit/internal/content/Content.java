package io.github.d365fo.testkit.internal.content;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/** The bytes of a message: small ones in memory, others on disk. */
public interface Content {
    /** The largest content that is kept in memory. */
    int IN_MEMORY = 1 << 20;

    InputStream open() throws IOException;

    long size();

    /** Opens the bytes from {@code from} on. */
    default InputStream open(long from) throws IOException {
        InputStream stream = open();
        try {
            stream.skipNBytes(from);
            return stream;
        } catch (IOException e) {
            stream.close();
            throw e;
        }
    }

    static Content of(byte[] bytes) {
        byte[] copy = bytes.clone();
        return new Content() {
            @Override
            public InputStream open() {
                return new ByteArrayInputStream(copy);
            }

            @Override
            public long size() {
                return copy.length;
            }
        };
    }

    static Content of(Path file) throws IOException {
        long size = Files.size(file);
        return new Content() {
            @Override
            public InputStream open() throws IOException {
                return Files.newInputStream(file);
            }

            @Override
            public long size() {
                return size;
            }
        };
    }

    /** Returns content of {@code size} bytes that is generated each time it is opened. */
    static Content of(Supplier<? extends InputStream> source, long size) {
        return new Content() {
            @Override
            public InputStream open() {
                return source.get();
            }

            @Override
            public long size() {
                return size;
            }
        };
    }

    /** Reads all of {@code stream}; content that is too large for memory goes to a new file in {@code directory}. */
    static Content take(InputStream stream, Path directory) throws IOException {
        byte[] start = stream.readNBytes(IN_MEMORY);
        if (start.length < IN_MEMORY) {
            return of(start);
        }
        Path file = Files.createTempFile(directory, "enqueued", ".bin");
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(start);
            stream.transferTo(out);
        }
        return of(file);
    }
}
