package io.github.d365fo.connector.internal.pipeline;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.internal.http.ExchangeFailure;
import io.github.d365fo.connector.internal.http.ExchangeFailure.LocalTrouble;
import io.github.d365fo.connector.internal.http.ExchangeFailure.NoAnswer;
import io.github.d365fo.connector.internal.http.ExchangeFailure.NotWhole;
import io.github.d365fo.connector.internal.http.ExchangeFailure.ProxyRefused;
import io.github.d365fo.connector.internal.http.ExchangeFailure.Refused;
import io.github.d365fo.connector.internal.http.ExchangeFailure.Unreadable;

/** The retry matrix: what may be sent again after what, and what a failure did to the service. Pure functions. */
final class RetryRules {
    private static final int PROXY_WANTS_SIGN_IN = 407;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    private RetryRules() {}

    static boolean isThrottled(ExchangeFailure failure) {
        return failure instanceof Refused refused && refused.status() == TOO_MANY_REQUESTS;
    }

    /** Returns whether the service asks to come back later and has certainly done nothing. */
    static boolean isPostponed(ExchangeFailure failure) {
        return failure instanceof Refused refused
                && refused.status() == UNAVAILABLE
                && refused.headers().firstValue("Retry-After").isPresent();
    }

    static boolean isUnauthorized(ExchangeFailure failure) {
        return failure instanceof Refused refused && refused.status() == 401;
    }

    /** Returns whether the request may be sent again, after a while. */
    static boolean isRetried(Operation operation, ExchangeFailure failure) {
        if (isThrottled(failure) || isPostponed(failure)) {
            return true;
        }
        if (failure instanceof NoAnswer lost) {
            return !lost.possiblySent() || operation.isRepeatable();
        }
        if (failure instanceof ProxyRefused proxy) {
            return proxy.isPassing() && (!proxy.possiblySent() || operation.isRepeatable());
        }
        if (failure instanceof NotWhole part) {
            return part.isCutOff();
        }
        return failure instanceof Refused refused && operation.isRepeatable() && isTransient(refused.status());
    }

    /** Returns what the failed exchange did to the service. */
    static Outcome outcome(Operation operation, ExchangeFailure failure) {
        if (failure instanceof LocalTrouble trouble) {
            return trouble.outcome();
        }
        if (failure instanceof NoAnswer lost) {
            return lost.possiblySent() ? Outcome.UNKNOWN : Outcome.NOT_SENT;
        }
        if (failure instanceof ProxyRefused proxy) {
            return proxy.possiblySent() ? Outcome.UNKNOWN : Outcome.NOT_SENT;
        }
        if (failure instanceof Unreadable unreadable) {
            return unreadable.sent() ? Outcome.UNKNOWN : Outcome.NOT_SENT;
        }
        return failure instanceof Refused refused && leavesDoubt(operation, refused)
                ? Outcome.UNKNOWN
                : Outcome.REJECTED;
    }

    private static boolean leavesDoubt(Operation operation, Refused refused) {
        // Only a proxy may say 407: whatever did has answered in the service's place, and perhaps after it.
        boolean foreign = refused.status() == PROXY_WANTS_SIGN_IN;
        return !operation.isRead() && (foreign || isTransient(refused.status())) && !isPostponed(refused);
    }

    private static boolean isTransient(int status) {
        return status == REQUEST_TIMEOUT || status >= 500;
    }
}
