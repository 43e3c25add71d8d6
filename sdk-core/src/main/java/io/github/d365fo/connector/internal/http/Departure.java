package io.github.d365fo.connector.internal.http;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tracks how much of a request has left this machine. If no response comes, this decides what that means, never the
 * type of the failure, since the same failure can occur before and after the request leaves. Thread-safe.
 *
 * <p>The HTTP client creates the head of a request when it has a connection. The TLS engine of a new connection reports
 * here when its handshake starts, which is before that, and when the first byte of the request passes; any other
 * connection takes the head at once.
 */
final class Departure {
    private final boolean once;
    private final LongSupplier nanos;
    private int heads;
    private boolean handshaking;
    private boolean left;
    private boolean over;
    private long headAt;

    /** Creates the state of a request that has not left; if {@code once}, it never leaves a second time. */
    Departure(boolean once, LongSupplier nanos) {
        this.once = once;
        this.nanos = nanos;
    }

    /**
     * The HTTP client creates the head now. It repeats a GET by itself, and any request if the JVM is configured so;
     * that fails if the request must not be repeated, or if only a handshake failed, so that this remains known.
     */
    synchronized void head() {
        if (over || (heads > 0 && once && left)) {
            throw new RepeatRefusedException("the connection broke off");
        }
        if (heads > 0 && !left) {
            throw new RepeatRefusedException("TLS failed: the handshake was not completed");
        }
        heads++;
        headAt = nanos.getAsLong();
        left |= !handshaking;
        handshaking = false;
    }

    /** Returns whether the HTTP client has created a head. */
    synchronized boolean hasBegun() {
        return heads > 0;
    }

    /** A new connection for this request starts its handshake; the next head is for it. */
    synchronized void handshake() {
        handshaking = true;
    }

    /** Returns whether the first bytes may leave over a new connection. */
    synchronized boolean carry() {
        left |= !over;
        return left;
    }

    /** Ends the sending and returns whether the service may have received the request; if not, it never will. */
    synchronized boolean mayHaveArrived(@Nullable Throwable failure) {
        over = true;
        return left && !wasRefused(failure);
    }

    /**
     * Returns whether {@code failure} comes from the one connection that was idle for too long and accepted nothing.
     */
    private boolean wasRefused(@Nullable Throwable failure) {
        StaleConnectionException stale = Losses.find(StaleConnectionException.class, failure);
        return stale != null && heads == 1 && stale.idleSince() - headAt < 0;
    }
}
