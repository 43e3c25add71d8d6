package io.github.d365fo.connector.internal.http;

import io.github.d365fo.connector.internal.http.ExchangeFailure.LocalTrouble;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;

/**
 * A payload in pieces. The first of them are kept, for a connection that takes nothing may show that only after the
 * HTTP client has asked for them; then the next one gets them, also where the payload can't be had again. Not
 * thread-safe.
 */
final class Pieces {
    private static final int SIZE = 64 << 10;
    /** More than the HTTP client asks for before a used connection has had the request's head. */
    private static final int KEPT = 8;

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

    /** Returns the next piece, empty at the end, where the payload must have proved to be what it was. */
    byte[] next() throws LocalTrouble, InterruptedException {
        if (!again.isEmpty()) {
            return again.remove();
        }
        byte[] piece = reader.next(SIZE);
        if (piece.length == 0) {
            reader.verify();
        } else {
            keep(piece);
        }
        return piece;
    }

    /** Begins again; returns false if it is too late for that. */
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
