package io.github.d365fo.feed.internal.imports;

import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.error.AuthorizationException;
import io.github.d365fo.connector.error.IntegrityException;
import io.github.d365fo.connector.error.PayloadTooLargeException;
import io.github.d365fo.connector.error.ServiceException;
import io.github.d365fo.connector.error.ThrottledException;
import io.github.d365fo.connector.error.TokenUnavailableException;
import io.github.d365fo.feed.internal.run.MachineTrouble;
import java.time.Duration;
import java.util.Locale;

/** What a failure to send or to ask means for the file and for the feed. */
enum Verdict {
    /** It may have arrived, and nothing can tell. */
    DOUBT,
    /** It did not arrive, or can be asked for again; trying again may help. */
    RETRY,
    /** It did not arrive, and trying again may help if the file was still being written. */
    UNSTEADY,
    /** It did not arrive, since the address that it was uploaded to had ended; a new one may help this file or all. */
    EXPIRED,
    /** The service refuses this file, and always will. */
    REFUSED,
    /** No file will arrive until somebody puts something right. */
    FATAL;

    private static final int BAD_REQUEST = 400;
    private static final int UNSUPPORTED = 415;

    /** What Azure Storage says of a signature whose time is over. */
    private static final String SIGNATURE_ENDED = "AuthenticationFailed";

    /** What F&O says when it can't read the package that it is to import. */
    private static final String PACKAGE_UNREADABLE = "remote server returned an error";

    /** Returns what {@code failure} means if it is certain that nothing arrived. */
    static Verdict ofRefusal(Throwable failure) {
        if (MachineTrouble.is(failure)) {
            // Whatever it looks like: a payload that can't be opened, or a secret that can't be read.
            return RETRY;
        }
        if (failure instanceof ServiceException answer && isExpired(answer)) {
            return EXPIRED;
        }
        if (failure instanceof AuthorizationException || failure instanceof IllegalStateException) {
            // A closed client refuses a call before it does anything.
            return FATAL;
        }
        if (failure instanceof TokenUnavailableException token) {
            return switch (token.reason()) {
                case ABSENT, MISCONFIGURED -> FATAL;
                case UNREACHABLE, THROTTLED, UNKNOWN -> RETRY;
            };
        }
        if (failure instanceof PayloadTooLargeException) {
            return REFUSED;
        }
        if (failure instanceof ServiceException answer) {
            return answer.statusCode() == BAD_REQUEST || answer.statusCode() == UNSUPPORTED ? REFUSED : RETRY;
        }
        return failure instanceof IntegrityException ? UNSTEADY : RETRY;
    }

    private static boolean isExpired(ServiceException answer) {
        return switch (answer.operation()) {
            case BLOB_UPLOAD ->
                answer.errorCode().filter(SIGNATURE_ENDED::equals).isPresent();
            case IMPORT_PACKAGE ->
                answer.statusCode() == BAD_REQUEST
                        && String.valueOf(answer.getMessage()).contains(PACKAGE_UNREADABLE);
            default -> false;
        };
    }

    /** Returns whether {@code failure} to tell the state of {@code message} means that the service has no such message. */
    static boolean isUnknown(MessageId message, Throwable failure) {
        // Every action that fails is answered with 400; this one names what it did not find.
        return failure instanceof ServiceException answer
                && answer.operation() == Operation.MESSAGE_STATUS
                && answer.statusCode() == BAD_REQUEST
                && answer.bodyExcerpt()
                        .toLowerCase(Locale.ROOT)
                        .contains(message.value().toLowerCase(Locale.ROOT));
    }

    /** Returns how long the service wants no requests. */
    static Duration pause(Throwable failure) {
        if (failure instanceof ThrottledException busy) {
            return busy.retryAfter();
        }
        return failure instanceof TokenUnavailableException token
                ? token.retryAfter().orElse(Duration.ZERO)
                : Duration.ZERO;
    }
}
