package io.github.d365fo.connector.internal.pipeline;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.error.Attempt;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.internal.call.CallFailures;
import io.github.d365fo.connector.internal.http.ExchangeFailure;
import io.github.d365fo.connector.internal.http.ExchangeFailure.Refused;
import io.github.d365fo.connector.internal.http.HttpTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The attempts of a call so far, and what they did to the service. Not thread-safe; one call uses it one step after
 * another.
 */
final class History {
    private final Operation operation;
    private final String subject;
    private final List<Attempt> attempts = new ArrayList<>();
    private Duration waited = Duration.ZERO;
    private int number = 1;
    private boolean sending;
    private boolean doubt;
    private boolean possiblySent;

    History(Operation operation, String subject) {
        this.operation = operation;
        this.subject = subject;
    }

    /** Returns what the call is about. */
    String subject() {
        return subject;
    }

    int number() {
        return number;
    }

    List<Attempt> attempts() {
        return attempts;
    }

    void waited(Duration delay) {
        waited = waited.plus(delay);
    }

    /** From here on the service may receive the request. */
    void sending() {
        sending = true;
    }

    void failed(ExchangeFailure failure) {
        OptionalInt status =
                failure instanceof Refused refused ? OptionalInt.of(refused.status()) : OptionalInt.empty();
        attempts.add(new Attempt(number, waited, status, CallFailures.shortText(failure)));
        sending = false;
        possiblySent |= failure.outcome(operation) == Outcome.UNKNOWN;
        doubt |= possiblySent && !operation.isRead();
    }

    void next() {
        number++;
        waited = Duration.ZERO;
    }

    /**
     * Returns the outcome of a call that ends with {@code last}; one doubtful attempt leaves the whole call in doubt.
     */
    Outcome outcome(ExchangeFailure last) {
        Outcome outcome = last.outcome(operation);
        // Even for a read, such as dequeue with its lease, an earlier attempt may have arrived where the last one did
        // not.
        return doubt || (possiblySent && outcome == Outcome.NOT_SENT) ? Outcome.UNKNOWN : outcome;
    }

    /** Notes that sending ended with {@code cause}: what had not left by then never will. */
    void sendingEnded(Throwable cause) {
        boolean nothingLeft = cause instanceof HttpTransport.EarlyInterrupt
                || (cause instanceof ExchangeFailure failure && failure.outcome(operation) == Outcome.NOT_SENT);
        sending &= !nothingLeft;
    }

    /** Returns the outcome of a call that was ended from outside. */
    Outcome outcomeOfEarlyEnd() {
        return possiblySent || sending ? Outcome.UNKNOWN : Outcome.NOT_SENT;
    }

    void endedEarly(String cause) {
        attempts.add(new Attempt(number, waited, OptionalInt.empty(), cause));
    }
}
