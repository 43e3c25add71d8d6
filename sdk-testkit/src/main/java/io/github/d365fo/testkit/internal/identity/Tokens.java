package io.github.d365fo.testkit.internal.identity;

import io.github.d365fo.testkit.internal.crypto.SigningKey;
import io.github.d365fo.testkit.internal.http.Addresses;
import io.github.d365fo.testkit.internal.http.Bearer;
import io.github.d365fo.testkit.internal.http.HttpCall;
import io.github.d365fo.testkit.internal.http.Origins;
import io.github.d365fo.testkit.internal.journal.Secrets;
import io.github.d365fo.testkit.internal.service.Ids;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The identity plane of the server, and the tokens it has issued. Thread-safe. */
public final class Tokens {
    static final long LIFETIME_SECONDS = 3599;
    private static final Duration TWO_YEARS = Duration.ofDays(730);

    private final InstantSource clock;
    private final Ids ids;
    private final IdentityStore identity;
    private final String clientSecret;
    private final Secrets secrets;
    private final Addresses addresses;
    private final TokenApi tokenApi;
    private final ManagedIdentityApi managedIdentityApi;
    /** In the order in which they expire, since all live equally long. */
    private final Map<String, Grant> grants = new LinkedHashMap<>();

    /** The audience and expiry of an issued token. */
    record Grant(String audience, Instant end) {}

    /** Tokens for any of {@code addresses} are for this environment. */
    public Tokens(InstantSource clock, Ids ids, Secrets secrets, Addresses addresses) {
        this.clock = clock;
        this.ids = ids;
        this.secrets = secrets;
        this.addresses = addresses;
        this.identity = new IdentityStore(clock, ids, secrets::keep);
        this.clientSecret = identity.app().addSecret(TWO_YEARS);
        this.tokenApi = new TokenApi(identity, this, new Assertions(clock), clock, ids, secrets);
        this.managedIdentityApi = new ManagedIdentityApi(identity, this, clock);
    }

    public IdentityStore identity() {
        return identity;
    }

    public String clientSecret() {
        return clientSecret;
    }

    /** Returns whether a request carries a token that was issued for this environment and has not expired. */
    boolean isValid(HttpCall call) {
        return Bearer.of(call)
                .flatMap(this::grant)
                .filter(grant -> addresses.owns(grant.audience()))
                .filter(grant -> clock.instant().isBefore(grant.end()))
                .isPresent();
    }

    /** Answers a token request. */
    public void answer(HttpCall call, String environment) throws IOException {
        Optional<IdentityStore.Trouble> trouble = identity.nextRequest();
        if (trouble.isPresent()) {
            call.drain();
            tokenApi.fail(call, trouble.get());
        } else if (call.method().equals("GET")) {
            managedIdentityApi.answer(call, environment);
        } else {
            tokenApi.answer(call, environment);
        }
    }

    /** Returns a new token of {@code clientId} for {@code audience}. */
    String issue(String audience, String clientId, String issuer) {
        Instant now = clock.instant();
        Instant end = now.plusSeconds(LIFETIME_SECONDS);
        Map<String, Object> claims = new HashMap<>();
        claims.put("aud", audience);
        claims.put("iss", issuer);
        claims.put("tid", identity.tenantId());
        claims.put("appid", clientId);
        claims.put("ver", "1.0");
        claims.put("iat", now.getEpochSecond());
        claims.put("nbf", now.getEpochSecond());
        claims.put("exp", end.getEpochSecond());
        claims.put("uti", ids.next());
        String token = SigningKey.shared().sign(claims);
        remember(token, new Grant(Origins.withoutDefaultPort(audience), end));
        secrets.learn(token);
        return token;
    }

    /** Returns whether {@code resource} is this environment, or another resource of the tenant. */
    boolean isResource(String resource) {
        return addresses.owns(resource) || identity.resources().contains(resource);
    }

    /** Returns the addresses of this identity provider. */
    Addresses addresses() {
        return addresses;
    }

    private synchronized Optional<Grant> grant(String token) {
        return Optional.ofNullable(grants.get(token));
    }

    /** Forgets expired tokens, so that a server can run for days. */
    private synchronized void remember(String token, Grant grant) {
        Instant now = clock.instant();
        Iterator<Grant> oldest = grants.values().iterator();
        while (oldest.hasNext() && !now.isBefore(oldest.next().end())) {
            oldest.remove();
        }
        grants.put(token, grant);
    }
}
