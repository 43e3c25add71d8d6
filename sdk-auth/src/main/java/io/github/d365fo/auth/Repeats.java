package io.github.d365fo.auth;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When a token request is sent again: after 408 and 5xx, as MSAL does, after 429 if the endpoint says when, and never
 * before the time that it says. A longer wait is the caller's to decide on.
 */
final class Repeats {
    private static final int MOST = 2;
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    private Repeats() {}

    /** Returns how long to wait before the next try, or empty if there is none, after {@code repeats} of them. */
    static Optional<Duration> waitAfter(HttpResponse<?> answer, int repeats, Instant now) {
        if (repeats >= MOST) {
            return Optional.empty();
        }
        int status = answer.statusCode();
        Optional<Duration> wanted = TokenErrors.retryAfter(answer, now);
        if (isTrouble(status)) {
            return Optional.of(wanted.orElse(FIRST_WAIT.multipliedBy(repeats + 1L)))
                    .filter(Repeats::isShort);
        }
        return status == TOO_MANY_REQUESTS ? wanted.filter(Repeats::isShort) : Optional.empty();
    }

    /** Returns whether a status is the identity provider's own trouble, and no word on the request. */
    static boolean isTrouble(int status) {
        return status == REQUEST_TIMEOUT || status >= SERVER_ERROR;
    }

    private static boolean isShort(Duration wait) {
        return wait.compareTo(LONGEST_WAIT) <= 0;
    }
}
