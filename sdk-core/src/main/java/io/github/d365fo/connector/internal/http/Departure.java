package io.github.d365fo.connector.internal.http;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What has left this machine of one sending of one request. What it means when no answer comes is decided by this and
 * never by the type of the failure, for the same failure comes before a request and after it. Thread-safe.
 *
 * <p>The HTTP client makes the head of a request when it has a connection. The encryption of a new connection reports
 * here when its handshake begins, which is before that, and when the first byte of the request passes; every other
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

    /** Describes a request of which nothing has left; if {@code once}, it never leaves a second time. */
    Departure(boolean once, LongSupplier nanos) {
        this.once = once;
        this.nanos = nanos;
    }

    /**
     * The HTTP client makes the head now. It repeats a GET by itself, and everything if the JVM is told so; that fails
     * where the request must not be repeated, and where only a handshake failed, so that this remains known.
     */
    synchronized void head() {
        if (over || (heads > 0 && once && left)) {
            throw new RepeatRefusedException("the connection broke off");
        }
        if (heads > 0 && !left) {
            throw new RepeatRefusedException("TLS failed: the handshake did not come to its end");
        }
        heads++;
        headAt = nanos.getAsLong();
        left |= !handshaking;
        handshaking = false;
    }

    /** Returns whether the HTTP client has come so far as to make a head. */
    synchronized boolean hasBegun() {
        return heads > 0;
    }

    /** A new connection for this request begins its handshake; the next head is made for it. */
    synchronized void handshake() {
        handshaking = true;
    }

    /** Returns whether the first bytes may leave over a new connection. */
    synchronized boolean carry() {
        left |= !over;
        return left;
    }

    /** Ends the sending and returns whether the service may have got the request; if not, it never will. */
    synchronized boolean mayHaveArrived(@Nullable Throwable failure) {
        over = true;
        return left && !wasRefused(failure);
    }

    /** Returns whether {@code failure} is that of the one connection, which was idle for too long and took nothing. */
    private boolean wasRefused(@Nullable Throwable failure) {
        StaleConnectionException stale = Losses.find(StaleConnectionException.class, failure);
        return stale != null && heads == 1 && stale.idleSince() - headAt < 0;
    }
}
