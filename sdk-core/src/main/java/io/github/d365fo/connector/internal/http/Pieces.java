package io.github.d365fo.connector.internal.http;

import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.internal.http.ExchangeFailure.LocalTrouble;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;

/**
 * A payload in pieces, which can be sent again over another connection, since a dead one may show only after the HTTP
 * client has asked for the first of them. If the payload can't be opened again, those are kept. Not thread-safe.
 */
final class Pieces implements AutoCloseable {
    /** Small, so that many uploads that begin at once need little memory. */
    private static final int KEPT_SIZE = 64 << 10;
    /** More than the HTTP client asks for before a reused connection has taken the head of the request. */
    private static final int KEPT = 8;
    /**
     * Each piece passes between two threads, which takes longer than copying it if it is small. Larger ones of eight
     * uploads at once leave the collector too little of a small heap: of 64 MiB it collects four times as often.
     */
    private static final int SIZE = 128 << 10;

    private final Payload payload;
    private final List<byte[]> kept = new ArrayList<>();
    private final Deque<byte[]> again = new ArrayDeque<>();
    private PayloadReader reader;
    private boolean keeps;

    private Pieces(Payload payload, PayloadReader reader) {
        this.payload = payload;
        this.reader = reader;
        this.keeps = !payload.isRepeatable();
    }

    /** Opens {@code payload}. */
    static Pieces of(Payload payload) throws LocalTrouble, InterruptedException {
        return new Pieces(payload, PayloadReader.open(payload));
    }

    OptionalLong length() {
        return reader.length();
    }

    /** Returns the next piece, empty at the end; checks there that the payload has not changed. */
    byte[] next() throws LocalTrouble, InterruptedException {
        if (!again.isEmpty()) {
            return again.remove();
        }
        byte[] piece = reader.next(keeps ? KEPT_SIZE : SIZE);
        if (piece.length == 0) {
            reader.verify();
        } else {
            keep(piece);
        }
        return piece;
    }

    /** Starts over; returns false if it is too late for that. */
    boolean rewind() throws LocalTrouble, InterruptedException {
        if (payload.isRepeatable()) {
            reader.close();
            reader = PayloadReader.open(payload);
            return true;
        }
        again.clear();
        again.addAll(kept);
        return keeps;
    }

    @Override
    public void close() {
        reader.close();
    }

    private void keep(byte[] piece) {
        keeps &= kept.size() < KEPT;
        if (keeps) {
            kept.add(piece);
        } else {
            kept.clear();
        }
    }
}
