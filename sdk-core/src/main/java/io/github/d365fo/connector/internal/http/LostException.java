package io.github.d365fo.connector.internal.http;

import io.github.d365fo.connector.internal.failure.Speakable;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A request got no response; what that means is not yet decided. */
final class LostException extends Exception {
    private static final long serialVersionUID = 1;

    private final String words;
    private final transient OptionalInt proxyStatus;

    private final boolean givenUp;

    private LostException(String message, @Nullable Throwable reason, OptionalInt proxyStatus, boolean givenUp) {
        super(message, reason);
        this.givenUp = givenUp;
        this.words = message;
        this.proxyStatus = proxyStatus;
    }

    /** Returns the exception for a failure of {@code java.net.http}. */
    static LostException of(Throwable reason) {
        Throwable told = Speakable.of(reason);
        return new LostException(Losses.describe(told), told, Proxies.refusedStatus(told), false);
    }

    /**
     * Returns the exception for a failure of the program's own code in the HTTP client, such as a proxy selector or an
     * executor.
     */
    static LostException notBegun(Throwable reason) throws InterruptedException {
        if (reason instanceof InterruptedException interrupt) {
            throw interrupt;
        }
        Throwable told = Speakable.of(reason);
        return new LostException("the HTTP client did not start: " + told, told, OptionalInt.empty(), false);
    }

    /** Returns the exception for a request that was given up. */
    static LostException givenUp(String message, @Nullable Throwable reason) {
        return new LostException(message, reason, OptionalInt.empty(), true);
    }

    /** Returns the exception for a response that is not the server's. */
    static LostException refusedByProxy(int status) {
        return new LostException("status " + status, null, OptionalInt.of(status), false);
    }

    /** Returns what happened, in words. */
    String words() {
        return words;
    }

    /** Returns whether the SDK gave up because the HTTP client reported nothing. */
    boolean isGivenUp() {
        return givenUp;
    }

    /** Returns the status of a proxy that refused, or empty if none did. */
    OptionalInt proxyStatus() {
        return proxyStatus;
    }
}
