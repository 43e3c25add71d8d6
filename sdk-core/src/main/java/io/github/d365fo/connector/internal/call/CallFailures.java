package io.github.d365fo.connector.internal.call;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.error.Attempt;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.Failure;
import io.github.d365fo.connector.error.IntegrityException;
import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.error.TransportException;
import io.github.d365fo.connector.internal.http.ExchangeFailure;
import io.github.d365fo.connector.internal.http.ExchangeFailure.Refused;
import io.github.d365fo.connector.internal.observe.OperationNames;
import io.github.d365fo.connector.internal.wire.Redaction;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/** Creates the exceptions of calls that end otherwise than with a response, and their messages. */
public final class CallFailures {
    private CallFailures() {}

    /** Returns {@code failure} without {@code secrets}, so that no exception made of it contains one. */
    public static Throwable clean(Throwable failure, KnownSecrets secrets) {
        return failure instanceof ExchangeFailure known ? known.without(secrets) : secrets.clean(failure);
    }

    /** Returns the exception for a call that {@code cause} ended before {@code operation} sent anything. */
    public static ConnectorException notSent(Operation operation, String subject, Throwable cause) {
        return ended(operation, subject, Outcome.NOT_SENT, cause);
    }

    /** Returns the exception for a call that {@code cause} ended outside of its attempts. */
    static ConnectorException ended(Operation operation, String subject, Outcome outcome, Throwable cause) {
        if (cause instanceof ConnectorException known) {
            return known;
        }
        Attempt attempt = new Attempt(1, Duration.ZERO, OptionalInt.empty(), words(cause));
        return ended(
                operation, parenthesis(subject), Failure.of(operation, outcome).attempts(List.of(attempt)), cause);
    }

    /** Returns the exception for a call of whose failure nothing could be told but what it did to the service. */
    static ConnectorException bare(Operation operation, Outcome outcome) {
        return new ConnectorException(
                "the call failed, and its failure could not be told", Failure.of(operation, outcome));
    }

    /** Returns the exception for failed work that is not an exchange, or for parallel exchanges that ended early. */
    public static ConnectorException ofWork(Operation operation, String subject, Throwable cause) {
        if (cause instanceof ConnectorException known) {
            return known;
        }
        if (cause instanceof ExchangeFailure failure) {
            return new IntegrityException(
                    name(operation) + Redaction.clean(String.valueOf(failure.getMessage())) + parenthesis(subject),
                    Failure.of(operation, failure.outcome(operation)).cause(failure.getCause()));
        }
        return ended(operation, parenthesis(subject), Failure.of(operation, Outcome.UNKNOWN), cause);
    }

    /** Returns the exception for a call that was ended from outside or by an unexpected exception. */
    public static ConnectorException ended(Operation operation, String advice, Failure facts, Throwable cause) {
        String message = name(operation) + words(cause) + advice;
        return EarlyEnd.is(cause)
                ? new TransportException(message, facts.cause(cause))
                : new ConnectorException(message, facts.cause(cause));
    }

    /** Returns why an attempt failed in a few words without secrets. */
    public static String words(Throwable failure) {
        if (failure instanceof ExchangeFailure known) {
            return shortText(known);
        }
        if (failure instanceof InterruptedException) {
            return "the thread was interrupted";
        }
        return failure instanceof EarlyEnd
                ? String.valueOf(failure.getMessage())
                : "code passed to the client, or the client itself, threw " + Redaction.clean(failure.toString());
    }

    /** Returns why an exchange failed in a few words without secrets. */
    public static String shortText(ExchangeFailure failure) {
        if (!(failure instanceof Refused refused)) {
            return Redaction.clean(String.valueOf(failure.getMessage()));
        }
        return "status " + refused.status()
                + refused.error().message().map(words -> ": " + words).orElse("");
    }

    /** Returns {@code words} in parentheses after a space, or nothing if there are none. */
    public static String parenthesis(String words) {
        return words.isEmpty() ? "" : " (" + words + ")";
    }

    private static String name(Operation operation) {
        return OperationNames.of(operation) + " failed: ";
    }
}
