package io.github.d365fo.connector.internal.http;

import io.github.d365fo.connector.dequeue.TransferListener;
import io.github.d365fo.connector.internal.http.ExchangeFailure.LocalTrouble;
import io.github.d365fo.connector.internal.http.PushBodyPublisher.Push;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Pushes a payload into a request. The last piece is held back until the payload is known to be unchanged, so that a
 * file that changed meanwhile never arrives complete.
 */
final class Upload {
    private final Pieces payload;
    private final PushBodyPublisher body;
    private final Duration stallTimeout;
    private final TransferListener progress;
    private long sent;
    private boolean ending;

    Upload(Pieces payload, PushBodyPublisher body, Duration stallTimeout, TransferListener progress) {
        this.payload = payload;
        this.body = body;
        this.stallTimeout = stallTimeout;
        this.progress = progress;
    }

    /**
     * Pushes until the end, or until the exchange is over or stalls. Reads nothing before it can be sent: a request
     * that reaches nobody leaves its payload alone, and the connection is chosen before a payload that is slow to come.
     */
    Push pump() throws LocalTrouble, InterruptedException {
        Push ready = body.awaitDemand(stallTimeout);
        if (ready != Push.TAKEN) {
            return ready;
        }
        byte[] held = payload.next();
        while (held.length > 0) {
            byte[] next = payload.next();
            ending = next.length == 0;
            Push push = push(held);
            if (push != Push.TAKEN) {
                return push;
            }
            held = next;
        }
        body.complete();
        return Push.TAKEN;
    }

    /** Returns whether the last piece was kept back, so that the service can't have the whole of it. */
    boolean isCutShort() {
        return !ending;
    }

    private Push push(byte[] bytes) throws InterruptedException {
        Push push = body.push(ByteBuffer.wrap(bytes), stallTimeout);
        if (push == Push.TAKEN) {
            sent += bytes.length;
            progress.onProgress(sent, payload.length());
        }
        return push;
    }
}
