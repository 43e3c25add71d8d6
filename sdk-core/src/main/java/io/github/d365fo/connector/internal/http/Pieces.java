package io.github.d365fo.connector.internal.http;

import io.github.d365fo.connector.internal.http.ExchangeFailure.LocalTrouble;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;

/**
 * A payload in pieces. The first ones are kept, since a dead connection may show only after the HTTP client has asked
 * for them; the next connection then gets them, even if the payload can't be read again. Not thread-safe.
 */
final class Pieces {
    /** Small as long as pieces are kept, so that many uploads that begin at once need little memory. */
    private static final int KEPT_SIZE = 64 << 10;
    /** More than the HTTP client asks for before a reused connection has taken the head of the request. */
    private static final int KEPT = 8;
    /** Each piece passes between two threads, which takes longer than copying it if it is small. */
    private static final int SIZE = 256 << 10;

    private final PayloadReader reader;
    private final List<byte[]> kept = new ArrayList<>();
    private final Deque<byte[]> again = new ArrayDeque<>();
    private boolean rewindable = true;

    Pieces(PayloadReader reader) {
        this.reader = reader;
    }

    OptionalLong length() {
        return reader.length();
    }

    /** Returns the next piece, empty at the end; checks there that the payload has not changed. */
    byte[] next() throws LocalTrouble, InterruptedException {
        if (!again.isEmpty()) {
            return again.remove();
        }
        byte[] piece = reader.next(rewindable ? KEPT_SIZE : SIZE);
        if (piece.length == 0) {
            reader.verify();
        } else {
            keep(piece);
        }
        return piece;
    }

    /** Starts over; returns false if it is too late for that. */
    boolean rewind() {
        again.clear();
        again.addAll(kept);
        return rewindable;
    }

    private void keep(byte[] piece) {
        rewindable &= kept.size() < KEPT;
        if (rewindable) {
            kept.add(piece);
        } else {
            kept.clear();
        }
    }
}
