package io.github.d365fo.connector.internal.pipeline;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.auth.AccessToken;
import io.github.d365fo.connector.error.AuthorizationException;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.Failure;
import io.github.d365fo.connector.error.IntegrityException;
import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.error.MalformedResponseException;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.error.PayloadTooLargeException;
import io.github.d365fo.connector.error.ProxyException;
import io.github.d365fo.connector.error.ServiceException;
import io.github.d365fo.connector.error.ServiceReply;
import io.github.d365fo.connector.error.ThrottledException;
import io.github.d365fo.connector.error.TokenUnavailableException;
import io.github.d365fo.connector.error.TransportException;
import io.github.d365fo.connector.internal.http.ExchangeFailure;
import io.github.d365fo.connector.internal.http.ExchangeFailure.LocalTrouble;
import io.github.d365fo.connector.internal.http.ExchangeFailure.NoAnswer;
import io.github.d365fo.connector.internal.http.ExchangeFailure.NotWhole;
import io.github.d365fo.connector.internal.http.ExchangeFailure.ProxyRefused;
import io.github.d365fo.connector.internal.http.ExchangeFailure.Refused;
import io.github.d365fo.connector.internal.wire.ErrorBody;
import io.github.d365fo.connector.internal.wire.Redaction;
import io.github.d365fo.connector.internal.wire.TokenClaims;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Words and types for failures. */
final class Failures {
    private static final List<String> REQUEST_IDS =
            List.of("x-ms-request-id", "request-id", "ms-dyn-aid", "x-ms-correlation-request-id");

    private Failures() {}

    /** Returns the exception for a call that ends with {@code failure}. */
    static ConnectorException of(
            Exchange<?> exchange,
            History history,
            ExchangeFailure failure,
            @Nullable AccessToken token,
            Instant now,
            Duration retryAfter) {
        Failure facts = Failure.of(exchange.operation(), history.outcome(failure))
                .attempts(history.attempts())
                .cause(failure.getCause());
        if (failure instanceof Refused refused) {
            String access = exchange.authorized() ? registrations(token, now) : ADDRESS_ENDED;
            return refusal(exchange, facts, refused, tries(history), access, retryAfter);
        }
        String message = name(exchange) + ": " + Redaction.clean(String.valueOf(failure.getMessage())) + tries(history)
                + advice(exchange, facts);
        if (failure instanceof LocalTrouble || failure instanceof NotWhole) {
            return new IntegrityException(message, facts);
        }
        if (failure instanceof ProxyRefused refused) {
            return new ProxyException(message, facts, refused.proxy(), refused.status());
        }
        return failure instanceof NoAnswer
                ? new TransportException(message, facts)
                : new MalformedResponseException(message, facts);
    }

    /** Returns {@code failure} without {@code secrets}, so that none is in what is made of it. */
    static Throwable clean(Throwable failure, KnownSecrets secrets) {
        return failure instanceof ExchangeFailure known ? known.without(secrets) : secrets.clean(failure);
    }

    /** Returns the exception for a call whose last exchange gave no {@link ExchangeFailure}. */
    static ConnectorException ofEnd(Exchange<?> exchange, History history, Throwable cause) {
        String advice = history.outcomeOfEarlyEnd() == Outcome.UNKNOWN ? exchange.adviceIfUnknown() : "";
        return ofEnd(exchange.operation(), advice, history, cause);
    }

    /**
     * Returns the exception for a call that {@code failure}, a token provider's most likely, has ended: it knows nothing
     * of the tries before, one of which may have arrived.
     */
    static ConnectorException afterTries(Exchange<?> exchange, History history, ConnectorException failure) {
        if (history.attempts().isEmpty() && history.outcomeOfEarlyEnd() == Outcome.NOT_SENT) {
            return failure;
        }
        Failure facts = Failure.of(exchange.operation(), history.outcomeOfEarlyEnd())
                .attempts(history.attempts())
                .cause(failure);
        String message = name(exchange) + ": " + failure.getMessage() + tries(history) + advice(exchange, facts);
        return failure instanceof TokenUnavailableException refusal
                ? TokenUnavailableException.of(message, refusal.problem(), facts)
                : new ConnectorException(message, facts);
    }

    /** Returns the exception for what ended before {@code operation} sent anything. */
    static ConnectorException ofEnd(Operation operation, CallScope scope, Throwable cause) {
        return ofEnd(operation, "", new History(operation, scope.subject()), cause);
    }

    private static ConnectorException ofEnd(Operation operation, String advice, History history, Throwable cause) {
        if (cause instanceof ConnectorException known) {
            return known;
        }
        history.endedEarly(words(cause));
        return of(
                operation,
                tries(history) + advice,
                Failure.of(operation, history.outcomeOfEarlyEnd()).attempts(history.attempts()),
                cause);
    }

    /** Returns the exception for work of a call that is no exchange, or for exchanges side by side that ended early. */
    static ConnectorException ofWork(Operation operation, CallScope scope, Throwable cause) {
        if (cause instanceof ConnectorException known) {
            return known;
        }
        if (cause instanceof ExchangeFailure failure) {
            return new IntegrityException(
                    name(operation) + " failed: " + Redaction.clean(String.valueOf(failure.getMessage()))
                            + parenthesis(scope.subject()),
                    Failure.of(operation, RetryRules.outcome(operation, failure))
                            .cause(failure.getCause()));
        }
        return of(operation, parenthesis(scope.subject()), Failure.of(operation, Outcome.UNKNOWN), cause);
    }

    /** Returns the exception for a call that was ended from outside, or by what threw something of its own. */
    private static ConnectorException of(Operation operation, String advice, Failure facts, Throwable cause) {
        String message = name(operation) + " failed: " + words(cause) + advice;
        return EarlyEnd.is(cause)
                ? new TransportException(message, facts.cause(cause))
                : new ConnectorException(message, facts.cause(cause));
    }

    /** Returns why a try failed in a few words without secrets. */
    static String words(Throwable failure) {
        if (failure instanceof ExchangeFailure known) {
            return shortText(known);
        }
        if (failure instanceof InterruptedException) {
            return "the thread was interrupted";
        }
        return failure instanceof EarlyEnd
                ? String.valueOf(failure.getMessage())
                : "something that the client was given, or the client itself, threw "
                        + Redaction.clean(failure.toString());
    }

    /** Returns why an exchange failed in a few words without secrets. */
    static String shortText(ExchangeFailure failure) {
        if (!(failure instanceof Refused refused)) {
            return Redaction.clean(String.valueOf(failure.getMessage()));
        }
        return "status " + refused.status()
                + refused.error().message().map(words -> ": " + words).orElse("");
    }

    /** Returns the service's id of a request, or empty if its answer holds none. */
    static Optional<String> requestId(HttpHeaders headers) {
        return REQUEST_IDS.stream()
                .flatMap(name -> headers.firstValue(name).stream())
                .findFirst();
    }

    private static ServiceException refusal(
            Exchange<?> exchange, Failure facts, Refused refused, String tries, String access, Duration retryAfter) {
        int status = refused.status();
        ErrorBody body = refused.error();
        ServiceReply reply = new ServiceReply(
                status,
                body.code()
                        .or(() -> refused.headers().firstValue("x-ms-error-code"))
                        .orElse(null),
                requestId(refused.headers()).orElse(null),
                body.excerpt());
        String message =
                name(exchange) + ": " + body.message().map(m -> m + " ").orElse("") + "(status " + status
                        + reply.requestId().map(id -> ", request id " + id).orElse("") + ")" + tries;
        return switch (status) {
            case 401, 403 -> new AuthorizationException(message + access, facts, reply);
            case 413 -> new PayloadTooLargeException(message + TOO_LARGE, facts, reply);
            case 429 -> new ThrottledException(message + throttled(retryAfter), facts, reply, retryAfter);
            default ->
                new ServiceException(
                        message
                                + Hints.on(exchange.operation(), refused)
                                + wrongPlace(refused)
                                + advice(exchange, facts)
                                + onWords(exchange, body),
                        facts,
                        reply);
        };
    }

    private static String onWords(Exchange<?> exchange, ErrorBody body) {
        return body.message().map(exchange::adviceIfRefused).orElse("");
    }

    private static final String TOO_LARGE = ". The service takes files of up to about 28 MB here; split it, or send it"
            + " as a data package, which is compressed.";

    private static final String ADDRESS_ENDED =
            ". The address carries its own right, which may have ended: ask for a" + " new address.";

    private static String throttled(Duration retryAfter) {
        return ". The service wants to be left alone for " + retryAfter.toSeconds() + " s; nothing was processed.";
    }

    private static String registrations(@Nullable AccessToken token, Instant now) {
        return ". Check both registrations in Finance and Operations: the client id under System administration >"
                + " Setup > Microsoft Entra ID applications, mapped to a user with the needed rights, and the same"
                + " client id, enabled, under Set up authorization policy of the recurring data job. The token says: "
                + (token == null
                        ? "nothing, none was sent"
                        : TokenClaims.describe(token.value()).orElse("nothing readable"))
                + "."
                + (token == null ? "" : expiry(token, now));
    }

    private static String expiry(AccessToken token, Instant now) {
        Instant end = TokenClaims.end(token.value()).orElse(token.expiresAt());
        return end.isAfter(now) ? "" : " It expired at " + end + ": the token provider gave one that is too old.";
    }

    private static String wrongPlace(Refused refused) {
        if (refused.status() / 100 != 3) {
            return "";
        }
        String target = refused.headers().firstValue("Location").orElse("").toLowerCase(Locale.ROOT);
        boolean login = target.contains("login") || target.contains("adfs") || target.contains("signin");
        return ". It redirects" + (login ? " to a login page" : "")
                + ", which this client never follows: the environment has the wrong address, is on-premises, or"
                + " ignored the token.";
    }

    private static String advice(Exchange<?> exchange, Failure facts) {
        return facts.outcome() == Outcome.UNKNOWN ? exchange.adviceIfUnknown() : "";
    }

    /** How often it was tried, and where and about what. */
    private static String tries(History history) {
        int count = history.attempts().size();
        String tries = count > 1 ? count + " tries" : "";
        String between = tries.isEmpty() || history.subject().isEmpty() ? "" : "; ";
        return parenthesis(tries + between + history.subject());
    }

    private static String parenthesis(String words) {
        return words.isEmpty() ? "" : " (" + words + ")";
    }

    private static String name(Exchange<?> exchange) {
        return name(exchange.operation()) + " failed";
    }

    static String name(Operation operation) {
        return operation.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
