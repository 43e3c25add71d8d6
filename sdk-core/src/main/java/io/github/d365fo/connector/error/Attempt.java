package io.github.d365fo.connector.error;

import io.github.d365fo.connector.internal.wire.Redaction;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalInt;

/** A failed attempt of a call. Immutable and thread-safe. */
public final class Attempt {
    private final int number;
    private final Duration delayBefore;
    private final OptionalInt statusCode;
    private final String cause;

    /**
     * Describes attempt {@code number}, counted from 1, which waited {@code delayBefore} and failed because of
     * {@code cause}.
     */
    public Attempt(int number, Duration delayBefore, OptionalInt statusCode, String cause) {
        this.number = number;
        this.delayBefore = Objects.requireNonNull(delayBefore, "delayBefore");
        this.statusCode = Objects.requireNonNull(statusCode, "statusCode");
        this.cause = Redaction.line(Objects.requireNonNull(cause, "cause"));
    }

    Attempt without(KnownSecrets secrets) {
        return new Attempt(number, delayBefore, statusCode, secrets.clean(cause));
    }

    /** Returns the number of the attempt, counted from 1. */
    public int number() {
        return number;
    }

    /** Returns how long the call waited before this attempt; zero before the first. */
    public Duration delayBefore() {
        return delayBefore;
    }

    /** Returns the HTTP status, or empty if there was no response. */
    public OptionalInt statusCode() {
        return statusCode;
    }

    /** Returns why it failed, in words without secrets. */
    public String cause() {
        return cause;
    }

    /** Returns the attempt in one line. */
    @Override
    public String toString() {
        return "#" + number + (delayBefore.isZero() ? "" : " after " + delayBefore.toMillis() + " ms") + ": " + cause;
    }
}
