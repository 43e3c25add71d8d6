package io.github.d365fo.auth;

import io.github.d365fo.connector.error.TokenUnavailableException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Words for what an identity provider says. Of its answer only the OAuth error, the AADSTS code and the ids for
 * Microsoft's support are shown, never the text, which may quote the request.
 */
final class TokenErrors {
    private static final Pattern CODE = Pattern.compile("AADSTS(\\d{4,8})");
    private static final Pattern TRACE = Pattern.compile("\"trace_id\"\\s*:\\s*\"([0-9A-Fa-f-]{1,64})\"");
    private static final Pattern CORRELATION = Pattern.compile("\"correlation_id\"\\s*:\\s*\"([0-9A-Fa-f-]{1,64})\"");

    private static final String TENANT = "check the tenant id, and whether it is the right cloud";
    private static final String CLOCK =
            "check the certificate that was uploaded, its thumbprint, and this machine's" + " clock";
    private static final String MFA = "a second factor is demanded, which a program can't give: use client credentials";
    private static final String FEDERATION = "check issuer, subject and audience of the federated credential";
    private static final String ENVIRONMENT =
            "check the environment's address: misspelt, with a path or slash, or of another tenant";

    private static final Map<String, String> ADVICE = Map.ofEntries(
            Map.entry("7000215", "this is no valid secret: use its Value, not its Secret ID"),
            Map.entry("7000222", "the secret has ended: make a new one, or use a certificate or managed identity"),
            Map.entry("700016", "the app is not in this tenant: check the client id and the tenant id"),
            Map.entry("90002", TENANT),
            Map.entry("900023", TENANT),
            Map.entry("500011", ENVIRONMENT),
            Map.entry("50001", ENVIRONMENT),
            Map.entry("50196", "the same token was asked for in a loop: share one provider, or cache its tokens"),
            Map.entry("700027", CLOCK),
            Map.entry("700024", CLOCK),
            Map.entry("70021", FEDERATION),
            Map.entry("700211", FEDERATION),
            Map.entry("700212", FEDERATION),
            Map.entry("700213", FEDERATION),
            Map.entry("50194", "the app serves one tenant: use that tenant's id, not common"),
            Map.entry("50076", MFA),
            Map.entry("50079", MFA),
            Map.entry("65001", "check the environment's address: lower case, without a slash at its end"),
            Map.entry("53003", "conditional access blocks the app: allow it as a workload identity"));

    private TokenErrors() {}

    /** Returns the error for an answer that refuses. */
    static TokenUnavailableException refused(int status, String error, String body) {
        Optional<String> code = find(CODE, body);
        String reason = code.map(c -> ", AADSTS" + c).orElse("");
        String advice = code.map(c -> ADVICE.getOrDefault(c, "see https://login.microsoftonline.com/error?code=" + c))
                .orElse(
                        status == 429 || status >= 500
                                ? "the identity provider is busy or down"
                                : "check the settings");
        return new TokenUnavailableException(
                "no access token: the identity provider refused (" + error + reason + ", status " + status
                        + find(TRACE, body).map(id -> ", trace id " + id).orElse("")
                        + find(CORRELATION, body)
                                .map(id -> ", correlation id " + id)
                                .orElse("") + "): " + advice,
                null);
    }

    /** Returns the error for an answer that is no answer of an OAuth server. */
    static TokenUnavailableException unreadable(int status, String body) {
        String start = body.stripLeading();
        String what = start.startsWith("<") ? "a web page" : body.length() + " characters that are no OAuth answer";
        return new TokenUnavailableException(
                "no access token: the identity provider answered with status " + status + " and "
                        + (status / 100 == 3 ? "a redirect, which is never followed" : what)
                        + "; check the authority, and what stands between",
                null);
    }

    /** Returns the error for an identity provider that can't be reached. */
    static TokenUnavailableException unreachable(String host, @Nullable Throwable cause) {
        String reason = cause == null ? "" : ": " + cause.getClass().getSimpleName();
        return new TokenUnavailableException(
                "no access token: the identity provider at " + host + " can't be reached" + reason
                        + "; check the network and the proxy",
                cause);
    }

    private static Optional<String> find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
