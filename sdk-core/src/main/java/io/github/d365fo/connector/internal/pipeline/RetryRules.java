package io.github.d365fo.connector.internal.pipeline;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.internal.http.ExchangeFailure;
import io.github.d365fo.connector.internal.http.ExchangeFailure.NoAnswer;
import io.github.d365fo.connector.internal.http.ExchangeFailure.NotWhole;
import io.github.d365fo.connector.internal.http.ExchangeFailure.ProxyRefused;
import io.github.d365fo.connector.internal.http.ExchangeFailure.Refused;

/** The retry matrix: which operations are retried after which failures. Pure functions. */
final class RetryRules {
    private static final int TOO_MANY_REQUESTS = 429;

    private RetryRules() {}

    static boolean isThrottled(ExchangeFailure failure) {
        return failure instanceof Refused refused && refused.status() == TOO_MANY_REQUESTS;
    }

    /** Returns whether the service asks to retry later and has certainly done nothing. */
    static boolean isPostponed(ExchangeFailure failure) {
        return failure instanceof Refused refused && refused.isPostponed();
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
        return failure instanceof Refused refused && operation.isRepeatable() && refused.isPassing();
    }
}
