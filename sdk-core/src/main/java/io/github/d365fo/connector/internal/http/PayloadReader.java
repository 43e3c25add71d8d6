package io.github.d365fo.connector.internal.http;

import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.internal.http.ExchangeFailure.LocalTrouble;
import io.github.d365fo.connector.internal.wire.Redaction;
import java.io.IOException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads a payload piece by piece and sees to it that it is, and stays, what it said. Not thread-safe. */
public final class PayloadReader implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(PayloadReader.class.getName());

    private final Payload.Content content;
    private long read;

    private PayloadReader(Payload.Content content) {
        this.content = content;
    }

    /** Opens {@code payload} at its beginning. */
    public static PayloadReader open(Payload payload) throws LocalTrouble {
        try {
            PayloadReader reader = new PayloadReader(payload.open());
            reader.refuseNothing(reader.length().orElse(1) == 0);
            return reader;
        } catch (IOException e) {
            throw trouble("the payload can't be opened: " + e.getMessage(), e);
        }
    }

    /** Returns how many bytes there are, or empty if that is not known. */
    public OptionalLong length() {
        return content.length();
    }

    /** Returns the next {@code size} bytes, fewer only at the end. */
    public byte[] next(int size) throws LocalTrouble {
        try {
            byte[] bytes = content.stream().readNBytes(size);
            read += bytes.length;
            checkLength(read > content.length().orElse(Long.MAX_VALUE));
            refuseNothing(read == 0 && content.length().isEmpty());
            return bytes;
        } catch (IOException e) {
            throw trouble("the payload can't be read: " + e.getMessage(), e);
        }
    }

    /** Checks, at the end, that all was read and nothing has changed. */
    public void verify() throws LocalTrouble {
        try {
            content.verifyUnchanged();
        } catch (IOException e) {
            throw trouble(String.valueOf(e.getMessage()), e);
        }
        checkLength(read != content.length().orElse(read));
    }

    @Override
    public void close() {
        try {
            content.close();
        } catch (IOException e) {
            // Its bytes were read or will not be; what became of the request is decided elsewhere.
            LOG.log(System.Logger.Level.DEBUG, "a payload could not be closed", Redaction.clean(e));
        }
    }

    /** The service takes any file, and one without content fails over there, later and with less to read. */
    private void refuseNothing(boolean empty) throws LocalTrouble {
        if (empty) {
            close();
            throw trouble("payload: expected a file with content, but it is empty", null);
        }
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

    private static LocalTrouble trouble(String message, @Nullable IOException cause) {
        return new LocalTrouble(message, cause, Outcome.NOT_SENT);
    }
}
