package io.github.d365fo.connector.internal.call;

import io.github.d365fo.connector.error.AuthorizationException;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.ErrorType;
import io.github.d365fo.connector.error.ExecutionFailedException;
import io.github.d365fo.connector.error.IntegrityException;
import io.github.d365fo.connector.error.MalformedResponseException;
import io.github.d365fo.connector.error.NoFileException;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.error.OutcomeNotKnownException;
import io.github.d365fo.connector.error.ProcessingTimeoutException;
import io.github.d365fo.connector.error.ProxyException;
import io.github.d365fo.connector.error.ServiceException;
import io.github.d365fo.connector.error.ThrottledException;
import io.github.d365fo.connector.error.TokenUnavailableException;
import io.github.d365fo.connector.error.TransportException;
import io.github.d365fo.connector.internal.http.ExchangeFailure;
import io.github.d365fo.connector.internal.http.ExchangeFailure.LocalTrouble;
import io.github.d365fo.connector.internal.http.ExchangeFailure.NoAnswer;
import io.github.d365fo.connector.internal.http.ExchangeFailure.NotWhole;
import io.github.d365fo.connector.internal.http.ExchangeFailure.ProxyRefused;
import io.github.d365fo.connector.internal.http.ExchangeFailure.Refused;
import io.github.d365fo.connector.internal.http.ExchangeFailure.Unreadable;

/** Says of a failure in one word what it is. */
public final class ErrorTypes {
    private ErrorTypes() {}

    /** Returns the type of {@code failure}, of a call or a part of it. */
    public static ErrorType of(Throwable failure) {
        if (failure instanceof ConnectorException known) {
            return ofCall(known);
        }
        if (failure instanceof ExchangeFailure known) {
            return ofExchange(known);
        }
        if (failure instanceof InterruptedException) {
            return ErrorType.INTERRUPTED;
        }
        if (failure instanceof EarlyEnd.Cancelled) {
            return ErrorType.CANCELLED;
        }
        if (failure instanceof EarlyEnd.OutOfTime) {
            return ErrorType.TIMED_OUT;
        }
        return failure instanceof EarlyEnd.Closed ? ErrorType.CLIENT_CLOSED : ErrorType.OTHER;
    }

    private static ErrorType ofExchange(ExchangeFailure failure) {
        if (failure instanceof Refused refused) {
            return switch (refused.status()) {
                case 429 -> ErrorType.THROTTLED;
                case 401, 403 -> ErrorType.UNAUTHORIZED;
                default -> ErrorType.STATUS;
            };
        }
        if (failure instanceof NoAnswer lost) {
            return lost.possiblySent() ? ErrorType.NO_RESPONSE : ErrorType.NOT_CONNECTED;
        }
        if (failure instanceof ProxyRefused) {
            return ErrorType.PROXY;
        }
        if (failure instanceof Unreadable) {
            return ErrorType.MALFORMED_RESPONSE;
        }
        return failure instanceof NotWhole || failure instanceof LocalTrouble ? ErrorType.FILE : ErrorType.OTHER;
    }

    private static ErrorType ofCall(ConnectorException failure) {
        if (failure instanceof OutcomeNotKnownException && failure.getCause() instanceof ConnectorException cause) {
            return ofCall(cause);
        }
        if (failure instanceof ServiceException) {
            return ofService(failure);
        }
        if (failure instanceof ProxyException) {
            return ErrorType.PROXY;
        }
        if (failure instanceof TransportException) {
            return ofTransport(failure);
        }
        if (failure instanceof TokenUnavailableException) {
            return ErrorType.NO_TOKEN;
        }
        if (failure instanceof MalformedResponseException) {
            return ErrorType.MALFORMED_RESPONSE;
        }
        return ofFile(failure);
    }

    private static ErrorType ofService(ConnectorException failure) {
        if (failure instanceof ThrottledException) {
            return ErrorType.THROTTLED;
        }
        return failure instanceof AuthorizationException ? ErrorType.UNAUTHORIZED : ErrorType.STATUS;
    }

    private static ErrorType ofTransport(ConnectorException failure) {
        Throwable cause = failure.getCause();
        if (cause != null && EarlyEnd.is(cause)) {
            return of(cause);
        }
        return failure.outcome() == Outcome.NOT_SENT ? ErrorType.NOT_CONNECTED : ErrorType.NO_RESPONSE;
    }

    private static ErrorType ofFile(ConnectorException failure) {
        if (failure instanceof NoFileException) {
            return ErrorType.NO_FILE;
        }
        if (failure instanceof IntegrityException) {
            return ErrorType.FILE;
        }
        if (failure instanceof ProcessingTimeoutException) {
            return ErrorType.NOT_PROCESSED;
        }
        return failure instanceof ExecutionFailedException ? ErrorType.EXECUTION_FAILED : ErrorType.OTHER;
    }
}
