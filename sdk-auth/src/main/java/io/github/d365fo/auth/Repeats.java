package io.github.d365fo.auth;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides when a token request is retried: after 408 and 5xx, as MSAL does, after 429 if the endpoint says when, and
 * never earlier than it says. Longer waits are left to the caller.
 */
final class Repeats {
    private static final int MOST = 2;
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    private Repeats() {}

    /** Returns the wait before the next attempt after {@code repeats} retries, or empty if there is none. */
    static Optional<Duration> waitAfter(HttpResponse<?> answer, int repeats, Instant now) {
        if (repeats >= MOST) {
            return Optional.empty();
        }
        int status = answer.statusCode();
        Optional<Duration> wanted = TokenErrors.retryAfter(answer, now);
        if (isProviderProblem(status)) {
            return Optional.of(wanted.orElse(FIRST_WAIT.multipliedBy(repeats + 1L)))
                    .filter(Repeats::isShort);
        }
        return status == TOO_MANY_REQUESTS ? wanted.filter(Repeats::isShort) : Optional.empty();
    }

    /** Returns whether a status means a problem of the identity provider itself, not of the request. */
    static boolean isProviderProblem(int status) {
        return status == REQUEST_TIMEOUT || status >= SERVER_ERROR;
    }

    private static boolean isShort(Duration wait) {
        return wait.compareTo(LONGEST_WAIT) <= 0;
    }
}
