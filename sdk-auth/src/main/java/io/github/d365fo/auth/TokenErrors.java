package io.github.d365fo.auth;

import io.github.d365fo.connector.error.TokenProblem;
import io.github.d365fo.connector.error.TokenUnavailableException;
import io.github.d365fo.connector.error.TokenUnavailableException.Reason;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Creates the exceptions for responses of an identity provider. They show only the OAuth error, the AADSTS code and the
 * ids for Microsoft's support, never the text, which may quote the request.
 */
final class TokenErrors {
    private static final Pattern CODE = Pattern.compile("AADSTS(\\d{4,8})");
    private static final Pattern ADFS_CODE = Pattern.compile("(MSIS\\d{3,5})");
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int PROXY_WANTS_SIGN_IN = 407;
    /** The range of statuses that an AuthenticatingProxySelector reports for a missing or silent proxy. */
    private static final int PROXY_SILENT = 593;

    private static final int PROXY_UNREACHABLE = 597;

    private static final Pattern TRACE = Pattern.compile("\"trace_id\"\\s*:\\s*\"([0-9A-Fa-f-]{1,64})\"");
    private static final Pattern CORRELATION = Pattern.compile("\"correlation_id\"\\s*:\\s*\"([0-9A-Fa-f-]{1,64})\"");

    private static final String TENANT = "check the tenant id and the cloud";
    private static final String CLOCK =
            "check the certificate that was uploaded, its thumbprint, and this machine's" + " clock";
    private static final String MFA =
            "a second factor is required, which a program can't provide: use client credentials";
    private static final String FEDERATION = "check issuer, subject and audience of the federated credential";
    private static final String ENVIRONMENT =
            "check the environment's address: it may be misspelled, have a path or slash, or belong to another tenant";

    private static final Map<String, String> ADVICE = Map.ofEntries(
            Map.entry("7000215", "this is not a valid secret: use its Value, not its Secret ID"),
            Map.entry("7000222", "the secret has expired: create a new one, or use a certificate or managed identity"),
            Map.entry("700016", "the app is not in this tenant: check the client id and the tenant id"),
            Map.entry("90002", TENANT),
            Map.entry("900023", TENANT),
            Map.entry("500011", ENVIRONMENT),
            Map.entry("50001", ENVIRONMENT),
            Map.entry("50196", "the same token was requested in a loop: share one provider, or cache its tokens"),
            Map.entry("700027", CLOCK),
            Map.entry("700024", CLOCK),
            Map.entry("70021", FEDERATION),
            Map.entry("700211", FEDERATION),
            Map.entry("700212", FEDERATION),
            Map.entry("700213", FEDERATION),
            Map.entry("50126", "user name or password is wrong"),
            Map.entry("700023", "the assertion is for another endpoint: check tenant and authority"),
            Map.entry("50194", "the app serves one tenant: use that tenant's id, not common"),
            Map.entry("50076", MFA),
            Map.entry("50079", MFA),
            Map.entry("65001", "check the environment's address: lower case, without a trailing slash"),
            Map.entry("53003", "conditional access blocks the app: allow it as a workload identity"));

    private TokenErrors() {}

    /** Returns the exception for an error response. */
    static TokenUnavailableException refused(
            URI address, HttpResponse<byte[]> answer, Map<String, Object> fields, Instant now) {
        int status = answer.statusCode();
        String body = AnswerText.of(answer);
        Optional<String> error = fields.get("error") instanceof String text && text.matches("[a-z_]{1,60}")
                ? Optional.of(text)
                : Optional.empty();
        Optional<String> number = find(CODE, body);
        Optional<String> code = number.map(n -> "AADSTS" + n).or(() -> find(ADFS_CODE, body));
        Optional<String> trace = find(TRACE, body);
        Optional<String> correlation = find(CORRELATION, body);
        Optional<Duration> retryAfter = retryAfter(answer, now);
        Reason reason = status == TOO_MANY_REQUESTS
                ? Reason.THROTTLED
                : Repeats.isProviderProblem(status) ? Reason.UNREACHABLE : Reason.MISCONFIGURED;
        return new TokenUnavailableException(
                "no access token: the identity provider at " + address.getHost() + " refused ("
                        + error.orElse("no OAuth error")
                        + code.map(c -> ", " + c).orElse("") + ", status " + status
                        + trace.map(id -> ", trace id " + id).orElse("")
                        + correlation.map(id -> ", correlation id " + id).orElse("") + "): "
                        + number.map(TokenErrors::advice).orElseGet(() -> adviceByReason(reason, retryAfter))
                        + (number.filter("700024"::equals).isPresent() ? skew(answer, now) : ""),
                TokenProblem.of(reason)
                        .oauthError(error.orElse(null))
                        .providerCode(code.orElse(null))
                        .ids(trace.orElse(null), correlation.orElse(null))
                        .retryAfter(retryAfter.orElse(null)),
                null);
    }

    private static String advice(String number) {
        return ADVICE.getOrDefault(number, "see https://login.microsoftonline.com/error?code=" + number);
    }

    private static String adviceByReason(Reason reason, Optional<Duration> retryAfter) {
        return switch (reason) {
            case THROTTLED ->
                "it is busy"
                        + retryAfter
                                .map(wait -> " and asks the client to wait " + wait.toSeconds() + " s")
                                .orElse("");
            case MISCONFIGURED -> "check the settings";
            default -> "it is busy or down";
        };
    }

    /** Returns how long the identity provider asks the client to wait, or empty if it does not say. */
    static Optional<Duration> retryAfter(HttpResponse<?> answer, Instant now) {
        return answer.headers().firstValue("Retry-After").flatMap(header -> seconds(header, now));
    }

    private static Optional<Duration> seconds(String header, Instant now) {
        if (header.matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(header)));
        }
        return date(header).map(at -> Duration.between(now, at)).filter(wait -> !wait.isNegative());
    }

    /** Returns how far this machine's clock is off, compared with the identity provider's. */
    private static String skew(HttpResponse<byte[]> answer, Instant now) {
        return answer.headers()
                .firstValue("Date")
                .flatMap(TokenErrors::date)
                .map(there -> Duration.between(there, now))
                .filter(ahead -> ahead.abs().toMinutes() >= 1)
                .map(ahead -> "; this machine's clock is " + ahead.abs().toMinutes() + " min "
                        + (ahead.isNegative() ? "behind" : "ahead"))
                .orElse("");
    }

    private static Optional<Instant> date(String header) {
        try {
            return Optional.of(ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Returns the exception for a response that is not from an OAuth server. */
    static TokenUnavailableException unreadable(HttpResponse<byte[]> answer, Instant now) {
        int status = answer.statusCode();
        String body = AnswerText.of(answer);
        String start = body.stripLeading();
        String what =
                start.startsWith("<") ? "a web page" : body.length() + " characters that are not an OAuth response";
        String packed = answer.headers()
                .firstValue("Content-Encoding")
                .filter(coding -> coding.matches("[A-Za-z0-9, -]{1,40}"))
                .map(coding -> ", compressed with " + coding)
                .orElse("");
        return new TokenUnavailableException(
                "no access token: the identity provider answered with status " + status + " and "
                        + (status / 100 == 3 ? "a redirect, which is never followed" : what + packed)
                        + "; check the authority and the network",
                TokenProblem.of(status == TOO_MANY_REQUESTS ? Reason.THROTTLED : Reason.UNREACHABLE)
                        .retryAfter(retryAfter(answer, now).orElse(null)),
                null);
    }

    /** Returns the exception for a 401 that java.net.http hides because of an Authenticator. */
    static TokenUnavailableException hidden(String host) {
        return new TokenUnavailableException(
                "no access token: the identity provider at " + host + " refused (status 401), and the Authenticator"
                        + " of the HTTP client that you set hides the reason; set a client without one",
                TokenProblem.of(Reason.MISCONFIGURED),
                null);
    }

    /** Returns the exception for a 204 with a body, which java.net.http does not return. */
    static TokenUnavailableException bodyOfNone(String host) {
        return new TokenUnavailableException(
                "no access token: the identity provider at " + host + " answered with status 204 and a body, which"
                        + " it can't have; check the authority and the network",
                TokenProblem.of(Reason.UNREACHABLE),
                null);
    }

    /** Returns the exception for a proxy that lets nothing through. */
    static TokenUnavailableException proxyRefused(Optional<String> proxy, int status) {
        boolean unreachable = PROXY_SILENT <= status && status <= PROXY_UNREACHABLE;
        String what = status == PROXY_WANTS_SIGN_IN
                ? "requires authentication, or rejects the user and password; use an AuthenticatingProxySelector"
                : unreachable
                        ? "can't be reached or does not answer like a proxy; check its address and port"
                        : "opens no connection to the identity provider";
        return new TokenUnavailableException(
                "no access token: the proxy " + proxy.orElse("in between") + " " + what + " (status " + status + ")",
                TokenProblem.of(Reason.UNREACHABLE),
                null);
    }

    /** Returns the exception for an identity provider that can't be reached. */
    static TokenUnavailableException unreachable(String host, @Nullable Throwable cause) {
        String reason = cause == null ? "" : ": " + cause.getClass().getSimpleName();
        return new TokenUnavailableException(
                "no access token: the identity provider at " + host + " can't be reached" + reason
                        + "; check the network and the proxy",
                TokenProblem.of(Reason.UNREACHABLE),
                cause);
    }

    private static Optional<String> find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
