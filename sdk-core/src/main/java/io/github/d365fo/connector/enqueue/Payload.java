package io.github.d365fo.connector.enqueue;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * The bytes of a file to send: their source, their length, and whether they can be read again. Memory use while sending
 * does not depend on the size. Thread-safe.
 */
public final class Payload {
    private final String description;
    private final boolean repeatable;
    private final Source source;

    private Payload(String description, boolean repeatable, Source source) {
        this.description = description;
        this.repeatable = repeatable;
        this.source = source;
    }

    /**
     * Returns a payload that reads {@code file} when it is sent. A file that changes while it is sent fails the call
     * with an {@link io.github.d365fo.connector.error.IntegrityException} and does not arrive.
     */
    public static Payload ofFile(Path file) {
        Objects.requireNonNull(file, "file");
        return new Payload("file " + file.getFileName(), true, () -> new FileContent(file));
    }

    /** Returns a payload of a copy of {@code bytes}. */
    public static Payload ofBytes(byte[] bytes) {
        Objects.requireNonNull(bytes, "bytes");
        return ofOwnBytes(bytes.clone());
    }

    /** Returns a payload of {@code text} in UTF-8, without a byte order mark. */
    public static Payload ofString(String text) {
        Objects.requireNonNull(text, "text");
        return ofOwnBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Returns a payload of unknown length that is read from a stream of {@code streams}, which must return a new stream
     * each time, at its beginning; the SDK closes each. Returning the same stream twice is an error, not an empty file.
     */
    public static Payload ofStream(Supplier<? extends InputStream> streams) {
        return ofStreams(streams, OptionalLong.empty());
    }

    /**
     * Returns a payload of {@code length} bytes that is read from a stream of {@code streams}, which must return a new
     * stream each time, at its beginning; the SDK closes each. A stream with more or fewer bytes fails the call and
     * does not arrive.
     *
     * @throws IllegalArgumentException if {@code length} is negative
     */
    public static Payload ofStream(Supplier<? extends InputStream> streams, long length) {
        if (length < 0) {
            throw new IllegalArgumentException("length: expected zero or more bytes, but got " + length);
        }
        return ofStreams(streams, OptionalLong.of(length));
    }

    /**
     * Returns a payload of unknown length that is read from {@code stream} once: it can't be sent again, so a call that
     * has begun to send it is never retried. The SDK closes it.
     */
    public static Payload ofSingleUse(InputStream stream) {
        Objects.requireNonNull(stream, "stream");
        AtomicBoolean used = new AtomicBoolean();
        return new Payload("single-use stream", false, () -> {
            if (used.getAndSet(true)) {
                throw new IOException("payload: a single-use stream was already read and can't be sent again");
            }
            return new StreamContent(stream, OptionalLong.empty());
        });
    }

    /** Returns whether the bytes can be read again, so that a rejected call may be retried. */
    public boolean isRepeatable() {
        return repeatable;
    }

    /**
     * Opens the bytes at their beginning.
     *
     * @throws IOException if they can't be read, or not again
     */
    public Content open() throws IOException {
        return source.open();
    }

    /** Returns the kind of payload, without content. */
    @Override
    public String toString() {
        return "Payload[" + description + "]";
    }

    private static Payload ofOwnBytes(byte[] bytes) {
        return new Payload(
                bytes.length + " bytes",
                true,
                () -> new StreamContent(new ByteArrayInputStream(bytes), OptionalLong.of(bytes.length)));
    }

    private static Payload ofStreams(Supplier<? extends InputStream> streams, OptionalLong length) {
        Objects.requireNonNull(streams, "streams");
        FreshStreams fresh = new FreshStreams(streams);
        String size = length.isPresent() ? length.getAsLong() + " bytes" : "unknown length";
        return new Payload("stream of " + size, true, () -> new StreamContent(fresh.next(), length));
    }

    @FunctionalInterface
    private interface Source {
        Content open() throws IOException;
    }

    /** The bytes of a payload, opened. Not thread-safe. */
    public abstract static class Content implements AutoCloseable {
        Content() {}

        /** Returns how many bytes there are, or empty if unknown. */
        public abstract OptionalLong length();

        /** Returns the bytes, from the current position. */
        public abstract InputStream stream();

        /**
         * Checks that the source is unchanged, after its bytes were read and before the last of them is sent.
         *
         * @throws IOException if the source has changed
         */
        public abstract void verifyUnchanged() throws IOException;

        /**
         * Returns {@code length} bytes from {@code position} as a payload that can be read again, and beside this
         * content; empty if the bytes can only be read one after another.
         */
        public Optional<Payload> part(long position, long length) {
            return Optional.empty();
        }

        @Override
        public void close() throws IOException {
            stream().close();
        }
    }

    private static final class StreamContent extends Content {
        private final InputStream stream;
        private final OptionalLong length;

        StreamContent(InputStream stream, OptionalLong length) {
            this.stream = stream;
            this.length = length;
        }

        @Override
        public OptionalLong length() {
            return length;
        }

        @Override
        public InputStream stream() {
            return stream;
        }

        @Override
        public void verifyUnchanged() {
            // There is nothing to compare with; the reader checks the length.
        }
    }

    private static final class FileContent extends Content {
        private final Path file;
        private final BasicFileAttributes before;
        private final InputStream stream;

        FileContent(Path file) throws IOException {
            this.file = file;
            this.before = attributes(file);
            if (!before.isRegularFile()) {
                throw new IOException("payload: expected a regular file, but " + file + " is none");
            }
            this.stream = Files.newInputStream(file);
        }

        @Override
        public OptionalLong length() {
            return OptionalLong.of(before.size());
        }

        @Override
        public InputStream stream() {
            return stream;
        }

        @Override
        public void verifyUnchanged() throws IOException {
            BasicFileAttributes now = present();
            if (now.size() != before.size() || !now.lastModifiedTime().equals(before.lastModifiedTime())) {
                throw new IOException("payload: the file " + file.getFileName() + " changed while it was sent: "
                        + before.size() + " bytes of " + before.lastModifiedTime() + " before, " + now.size()
                        + " bytes of " + now.lastModifiedTime() + " now");
            }
        }

        @Override
        public Optional<Payload> part(long position, long length) {
            return Optional.of(new Payload("part of file " + file.getFileName(), true, () -> {
                verifyUnchanged();
                return new StreamContent(new FilePart(file, position, length), OptionalLong.of(length));
            }));
        }

        private BasicFileAttributes present() throws IOException {
            try {
                return attributes(file);
            } catch (NoSuchFileException e) {
                throw new IOException("payload: the file " + file.getFileName() + " was removed while it was sent", e);
            }
        }

        private static BasicFileAttributes attributes(Path file) throws IOException {
            return Files.readAttributes(file, BasicFileAttributes.class);
        }
    }

    /** A part of a file, read from a stream of its own. */
    private static final class FilePart extends FilterInputStream {
        private long left;

        FilePart(Path file, long position, long length) throws IOException {
            super(Files.newInputStream(file));
            this.left = length;
            try {
                in.skipNBytes(position);
            } catch (EOFException e) {
                in.close();
                throw new IOException("payload: the file " + file.getFileName() + " changed while it was sent", e);
            } catch (IOException e) {
                in.close();
                throw e;
            }
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (left == 0 && length > 0) {
                return -1;
            }
            int count = in.read(target, offset, (int) Math.min(length, left));
            left -= Math.max(count, 0);
            return count;
        }
    }
}
