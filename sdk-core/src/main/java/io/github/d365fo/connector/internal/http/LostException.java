package io.github.d365fo.connector.internal.http;

import io.github.d365fo.connector.internal.failure.Speakable;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** One sending gave no answer; what that means is not yet decided. */
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

    /** Describes what {@code java.net.http} threw. */
    static LostException of(Throwable reason) {
        Throwable told = Speakable.of(reason);
        return new LostException(Losses.describe(told), told, Proxies.refusedStatus(told), false);
    }

    /** Describes what the program's own part of the HTTP client threw, such as a proxy selector or an executor. */
    static LostException notBegun(Throwable reason) throws InterruptedException {
        if (reason instanceof InterruptedException interrupt) {
            throw interrupt;
        }
        Throwable told = Speakable.of(reason);
        return new LostException("the HTTP client did not begin: " + told, told, OptionalInt.empty(), false);
    }

    /** Describes a sending that was given up. */
    static LostException givenUp(String message, @Nullable Throwable reason) {
        return new LostException(message, reason, OptionalInt.empty(), true);
    }

    /** Describes an answer that is none of the server's. */
    static LostException refusedByProxy(int status) {
        return new LostException("status " + status, null, OptionalInt.of(status), false);
    }

    /** Returns what happened, in words. */
    String words() {
        return words;
    }

    /** Returns whether this side lost patience, as the HTTP client itself said nothing. */
    boolean isGivenUp() {
        return givenUp;
    }

    /** Returns the status with which a proxy refused, or empty if none did. */
    OptionalInt proxyStatus() {
        return proxyStatus;
    }
}
