package io.github.d365fo.connector.internal.http;

import io.github.d365fo.connector.dequeue.TransferListener;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.internal.http.ExchangeFailure.LocalTrouble;
import io.github.d365fo.connector.internal.http.PumpedBody.Push;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Pumps a payload into a request. The last piece is held back until the payload has proved to be what it was, so that a
 * file that changed meanwhile never arrives whole.
 */
final class Upload {
    private static final int PIECE = 64 << 10;

    private final Payload.Content content;
    private final PumpedBody body;
    private final Duration stallTimeout;
    private final TransferListener progress;
    private long read;
    private long sent;

    Upload(Payload.Content content, PumpedBody body, Duration stallTimeout, TransferListener progress) {
        this.content = content;
        this.body = body;
        this.stallTimeout = stallTimeout;
        this.progress = progress;
    }

    /** Pumps until the end, or until the exchange is over or stands still. */
    Push pump() throws LocalTrouble, InterruptedException {
        ByteBuffer held = piece();
        while (held.hasRemaining()) {
            ByteBuffer next = piece();
            if (!next.hasRemaining()) {
                verify();
            }
            Push push = push(held);
            if (push != Push.TAKEN) {
                return push;
            }
            held = next;
        }
        if (read == 0) {
            verify();
        }
        body.complete();
        return Push.TAKEN;
    }

    private Push push(ByteBuffer bytes) throws InterruptedException {
        int size = bytes.remaining();
        Push push = body.push(bytes, stallTimeout);
        if (push == Push.TAKEN) {
            sent += size;
            progress.onProgress(sent, content.length());
        }
        return push;
    }

    private ByteBuffer piece() throws LocalTrouble {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(content.stream().readNBytes(PIECE));
            read += bytes.remaining();
            checkLength(read > content.length().orElse(Long.MAX_VALUE));
            return bytes;
        } catch (IOException e) {
            throw trouble("the payload can't be read: " + e.getMessage(), e);
        }
    }

    private void verify() throws LocalTrouble {
        try {
            content.verifyUnchanged();
        } catch (IOException e) {
            throw trouble(String.valueOf(e.getMessage()), e);
        }
        checkLength(read != content.length().orElse(read));
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
