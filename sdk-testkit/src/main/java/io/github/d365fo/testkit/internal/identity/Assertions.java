package io.github.d365fo.testkit.internal.identity;

import io.github.d365fo.testkit.EntraError;
import io.github.d365fo.testkit.internal.crypto.Jwt;
import io.github.d365fo.testkit.internal.http.Origins;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Checks the assertions of apps that sign in without a secret. Thread-safe. */
final class Assertions {
    private static final Duration SKEW = Duration.ofMinutes(5);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final InstantSource clock;
    private final Set<String> used = ConcurrentHashMap.newKeySet();

    Assertions(InstantSource clock) {
        this.clock = clock;
    }

    /** Returns what is wrong with an assertion of {@code app} for one of {@code audiences}, if anything. */
    Optional<EntraError> check(String text, App app, Set<String> audiences) {
        Optional<Jwt> parsed = Jwt.parse(text);
        if (parsed.isEmpty()) {
            return Optional.of(EntraError.MALFORMED_ASSERTION);
        }
        Jwt assertion = parsed.get();
        // An assertion that names a certificate is the app's own; a federated token names a key of its issuer.
        boolean own = assertion.header().containsKey("x5t")
                || assertion.header().containsKey("x5t#S256")
                || assertion.claim("iss").equals(assertion.claim("sub"));
        return own ? checkOwn(assertion, app, audiences) : checkFederated(assertion, app.federations());
    }

    private Optional<EntraError> checkOwn(Jwt assertion, App app, Set<String> audiences) {
        if (!assertion.claim("iss").equals(app.clientId())
                || !assertion.claim("sub").equals(app.clientId())) {
            return Optional.of(EntraError.ASSERTION_APP);
        }
        Optional<X509Certificate> certificate = app.certificate(assertion.header());
        if (certificate.isEmpty()
                || certificate.get().getNotAfter().toInstant().isBefore(clock.instant())
                || !assertion.isSignedBy(certificate.get().getPublicKey())) {
            return Optional.of(EntraError.ASSERTION_SIGNATURE);
        }
        if (!audiences.contains(Origins.withoutDefaultPort(assertion.claim("aud")))) {
            return Optional.of(EntraError.ASSERTION_AUDIENCE);
        }
        if (!isTimely(assertion) || lifetime(assertion).compareTo(LONGEST) > 0) {
            return Optional.of(EntraError.ASSERTION_TIME);
        }
        // That a second use is rejected is a guess; it catches clients that reuse their assertions.
        String id = assertion.claim("jti");
        return id.isEmpty() || !used.add(app.clientId() + " " + id)
                ? Optional.of(EntraError.MALFORMED_ASSERTION)
                : Optional.empty();
    }

    private Optional<EntraError> checkFederated(Jwt token, List<App.Federation> federations) {
        if (federations.isEmpty()) {
            return Optional.of(EntraError.NO_FEDERATED_CREDENTIAL);
        }
        List<App.Federation> matching = federations.stream()
                .filter(one -> one.issuer().url().equals(token.claim("iss")))
                .toList();
        if (matching.isEmpty()) {
            return Optional.of(EntraError.FEDERATED_ISSUER);
        }
        if (!token.isSignedBy(matching.get(0).issuer().publicKey())) {
            return Optional.of(EntraError.FEDERATED_SIGNATURE);
        }
        if (matching.stream().noneMatch(one -> one.subject().equals(token.claim("sub")))) {
            return Optional.of(EntraError.FEDERATED_SUBJECT);
        }
        if (matching.stream().noneMatch(one -> one.audience().equals(token.claim("aud")))) {
            return Optional.of(EntraError.FEDERATED_AUDIENCE);
        }
        return isTimely(token) ? Optional.empty() : Optional.of(EntraError.ASSERTION_TIME);
    }

    private boolean isTimely(Jwt token) {
        Instant now = clock.instant();
        return !token.time("exp", Instant.MIN).plus(SKEW).isBefore(now)
                && !token.time("nbf", now).minus(SKEW).isAfter(now);
    }

    private static Duration lifetime(Jwt token) {
        Instant end = token.time("exp", Instant.MAX);
        return Duration.between(token.time("nbf", token.time("iat", end)), end);
    }
}
