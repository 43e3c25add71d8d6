package io.github.d365fo.connector.internal.http;

import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.internal.failure.Speakable;
import io.github.d365fo.connector.internal.http.ExchangeFailure.LocalTrouble;
import io.github.d365fo.connector.internal.wire.Redaction;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Reads a payload piece by piece and checks that it has the declared length and does not change. Not thread-safe. */
public final class PayloadReader implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("io.github.d365fo.connector.ConnectorClient");

    private final Payload.Content content;
    private final InputStream stream;
    private long read;

    private PayloadReader(Payload.Content content) {
        this.content = content;
        this.stream = new MovingStream(content.stream());
    }

    /** Opens {@code payload} at its beginning. */
    public static PayloadReader open(Payload payload) throws LocalTrouble, InterruptedException {
        PayloadReader reader = guarded("opened", () -> new PayloadReader(payload.open()));
        reader.refuseNothing(reader.length().orElse(1) == 0);
        return reader;
    }

    /** Returns how many bytes there are, or empty if unknown. */
    public OptionalLong length() {
        return content.length();
    }

    /** Returns how many bytes are not yet read, or empty if unknown. */
    public OptionalLong left() {
        OptionalLong length = content.length();
        return length.isPresent() ? OptionalLong.of(length.getAsLong() - read) : length;
    }

    /** Returns whether parts are read beside this reader when they are sent, and not held in memory. */
    public boolean hasParts() {
        return content.part(0, 0).isPresent();
    }

    /** Returns the next {@code size} bytes, fewer only at the end. */
    public byte[] next(int size) throws LocalTrouble, InterruptedException {
        byte[] bytes = guarded("read", () -> nextBytes(size));
        read += bytes.length;
        checkLength(read > content.length().orElse(Long.MAX_VALUE));
        refuseNothing(read == 0 && content.length().isEmpty());
        return bytes;
    }

    /** Checks at the end that everything was read and nothing has changed. */
    public void verify() throws LocalTrouble {
        try {
            content.verifyUnchanged();
        } catch (IOException e) {
            throw trouble(String.valueOf(e.getMessage()), e);
        }
        checkLength(read != content.length().orElse(read));
    }

    /** Returns the next {@code size} bytes, fewer only at the end, as a payload of their own; empty at the end. */
    public Optional<Payload> nextPart(int size) throws LocalTrouble, InterruptedException {
        long left = content.length().orElse(0) - read;
        Optional<Payload> part = content.part(read, Math.min(size, left));
        if (part.isPresent()) {
            read += Math.min(size, left);
            return part.filter(some -> left > 0);
        }
        byte[] bytes = next(size);
        return bytes.length == 0
                ? Optional.empty()
                : Optional.of(Payload.ofStream(() -> new ByteArrayInputStream(bytes), bytes.length));
    }

    /** Reads into one array of the size that is needed: the JDK's way gathers small ones and copies them. */
    private byte[] nextBytes(int size) throws IOException {
        long left = content.length().orElse(Long.MAX_VALUE) - read;
        // One byte more than was declared tells a longer source.
        byte[] bytes = new byte[left < size ? (int) left + 1 : size];
        int count = stream.readNBytes(bytes, 0, bytes.length);
        return count == bytes.length ? bytes : Arrays.copyOf(bytes, count);
    }

    @Override
    public void close() {
        try {
            content.close();
        } catch (Throwable e) {
            // Its bytes were read or are no longer needed; the result of the request is decided elsewhere.
            LOG.log(System.Logger.Level.DEBUG, "could not close a payload", Redaction.clean(e));
        }
    }

    /** The service accepts an empty file and fails later, with a poorer message. */
    private void refuseNothing(boolean empty) throws LocalTrouble {
        if (empty) {
            close();
            throw trouble("payload: expected a file with content, but it is empty", null);
        }
    }

    /** Runs a user's code, which may throw anything. */
    private static <T> T guarded(String what, Callable<T> code) throws LocalTrouble, InterruptedException {
        try {
            return code.call();
        } catch (InterruptedException e) {
            throw e;
        } catch (InterruptedIOException | ClosedByInterruptException e) {
            if (e instanceof SocketTimeoutException) {
                throw unusable(what, e);
            }
            InterruptedException interrupt = new InterruptedException("interrupted while the payload was " + what);
            interrupt.initCause(e);
            throw interrupt;
        } catch (Throwable e) {
            throw unusable(what, Speakable.of(e));
        }
    }

    private static LocalTrouble unusable(String what, Throwable e) {
        String reason = e instanceof IOException ? e.getMessage() : e.toString();
        return trouble("the payload can't be " + what + ": " + reason, e);
    }

    private void checkLength(boolean wrong) throws LocalTrouble {
        OptionalLong expected = content.length();
        if (wrong) {
            throw trouble(
                    "payload: expected " + expected.orElse(0) + " bytes, but there are "
                            + (read > expected.orElse(0) ? "more" : "only " + read)
                            + "; did the file change while it was sent?",
                    null);
        }
    }

    private static LocalTrouble trouble(String message, @Nullable Throwable cause) {
        return new LocalTrouble(message, cause, Outcome.NOT_SENT);
    }

    /** Rejects a stream that violates the contract of {@code InputStream}, and so would be read forever, or wrongly. */
    private static final class MovingStream extends FilterInputStream {
        private static final int MOST = 1000;

        private int nothing;

        MovingStream(InputStream stream) {
            super(stream);
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = in.read(target, offset, length);
            nothing = count == 0 && length > 0 ? nothing + 1 : 0;
            if (count < -1 || count > length || nothing > MOST) {
                throw new IOException(
                        "the stream was asked for " + length + " bytes and claims to have returned " + count);
            }
            return count;
        }
    }
}
