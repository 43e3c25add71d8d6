package io.github.d365fo.connector.internal.pipeline;

import io.github.d365fo.connector.auth.AccessToken;
import io.github.d365fo.connector.error.AuthorizationException;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.Failure;
import io.github.d365fo.connector.error.IntegrityException;
import io.github.d365fo.connector.error.MalformedResponseException;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.error.PayloadTooLargeException;
import io.github.d365fo.connector.error.ProxyException;
import io.github.d365fo.connector.error.ServiceException;
import io.github.d365fo.connector.error.ServiceReply;
import io.github.d365fo.connector.error.ThrottledException;
import io.github.d365fo.connector.error.TokenUnavailableException;
import io.github.d365fo.connector.error.TransportException;
import io.github.d365fo.connector.internal.call.CallFailures;
import io.github.d365fo.connector.internal.http.ExchangeFailure;
import io.github.d365fo.connector.internal.http.ExchangeFailure.LocalTrouble;
import io.github.d365fo.connector.internal.http.ExchangeFailure.NoAnswer;
import io.github.d365fo.connector.internal.http.ExchangeFailure.NotWhole;
import io.github.d365fo.connector.internal.http.ExchangeFailure.ProxyRefused;
import io.github.d365fo.connector.internal.http.ExchangeFailure.Refused;
import io.github.d365fo.connector.internal.http.HeaderValues;
import io.github.d365fo.connector.internal.observe.OperationNames;
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

/** Creates the exceptions of calls from the failure of their last attempt. */
final class Failures {
    private static final List<String> REQUEST_IDS =
            List.of("x-ms-request-id", "request-id", "ms-dyn-aid", "x-ms-correlation-request-id");

    private Failures() {}

    /** Returns the exception of a call that ends with {@code failure}. */
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

    /**
     * Returns the exception of a call that {@code failure} ended, usually a token provider's: it knows nothing about
     * earlier attempts, one of which may have arrived.
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

    /** Returns the exception of a call that did not end with an {@link ExchangeFailure}. */
    static ConnectorException ofEnd(Exchange<?> exchange, History history, Throwable cause) {
        if (cause instanceof ConnectorException known) {
            return known;
        }
        history.endedEarly(CallFailures.words(cause));
        Failure facts =
                Failure.of(exchange.operation(), history.outcomeOfEarlyEnd()).attempts(history.attempts());
        return CallFailures.ended(exchange.operation(), tries(history) + advice(exchange, facts), facts, cause);
    }

    /** Returns the service's id of a request, or empty if its response has none. */
    static Optional<String> requestId(HttpHeaders headers) {
        for (String name : REQUEST_IDS) {
            Optional<String> id = HeaderValues.first(headers, name);
            if (id.isPresent()) {
                return id;
            }
        }
        return Optional.empty();
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
                                + adviceOn(exchange, body),
                        facts,
                        reply);
        };
    }

    private static String adviceOn(Exchange<?> exchange, ErrorBody body) {
        return body.message().map(exchange::adviceIfRefused).orElse("");
    }

    private static final String TOO_LARGE = ". The service accepts files up to about 28 MB here; split the file, or"
            + " send it as a data package, which is compressed.";

    private static final String ADDRESS_ENDED =
            ". The permission in the address may have expired: ask for a new address.";

    private static String throttled(Duration retryAfter) {
        return ". The service asks the client to wait " + retryAfter.toSeconds() + " s; nothing was processed.";
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
        return end.isAfter(now)
                ? ""
                : " It expired at " + end + ": the token provider returned a token that is too old.";
    }

    private static String wrongPlace(Refused refused) {
        if (refused.status() / 100 != 3) {
            return "";
        }
        String target = refused.headers().firstValue("Location").orElse("").toLowerCase(Locale.ROOT);
        boolean login = target.contains("login") || target.contains("adfs") || target.contains("signin");
        return ". It redirects" + (login ? " to a login page" : "")
                + ", which this client never follows: the environment's address is wrong, the environment is"
                + " on-premises, or it ignored the token.";
    }

    private static String advice(Exchange<?> exchange, Failure facts) {
        return facts.outcome() == Outcome.UNKNOWN ? exchange.adviceIfUnknown() : "";
    }

    /** The number of attempts and the subject of the call. */
    private static String tries(History history) {
        int count = history.attempts().size();
        String tries = count > 1 ? count + " attempts" : "";
        String between = tries.isEmpty() || history.subject().isEmpty() ? "" : "; ";
        return CallFailures.parenthesis(tries + between + history.subject());
    }

    private static String name(Exchange<?> exchange) {
        return OperationNames.of(exchange.operation()) + " failed";
    }
}
