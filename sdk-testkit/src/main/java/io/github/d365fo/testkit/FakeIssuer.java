package io.github.d365fo.testkit;

import io.github.d365fo.testkit.internal.identity.Issuer;
import java.time.Duration;
import java.util.Objects;

/**
 * Somebody outside the tenant who vouches for workloads with tokens of his own, as a Kubernetes cluster or GitHub does
 * (workload identity federation). Trusted by the apps it is added to. Thread-safe.
 *
 * <pre>{@code
 * FakeIssuer github = server.identity().addIssuer();
 * String subject = "repo:contoso/journal-feed:ref:refs/heads/main";
 * server.identity().app().addFederation(github, subject);
 * TokenProvider tokens = EntraTokenProvider.builder()
 *         .authority(server.identity().authority())
 *         .tenantId(server.tenantId())
 *         .clientId(server.clientId())
 *         .clientAssertion(() -> github.token(subject))
 *         .clock(server.clock())
 *         .build();
 * try (ConnectorClient workflow = ConnectorClient.builder()
 *         .environment(server.environment())
 *         .tokenProvider(tokens)
 *         .build()) {
 *     assert workflow.job(server.importJob().activityId()).enqueue(journal) != null;
 * }
 * }</pre>
 */
public final class FakeIssuer {
    /** The audience that Entra ID expects of federated tokens. */
    public static final String AUDIENCE = "api://AzureADTokenExchange";

    private static final Duration LIFETIME = Duration.ofHours(1);

    private final Issuer issuer;

    FakeIssuer(Issuer issuer) {
        this.issuer = issuer;
    }

    /** Returns what the tokens name as their issuer. */
    public String url() {
        return issuer.url();
    }

    /** Returns a token for {@code subject} and {@link #AUDIENCE} that is good for an hour of the server's clock. */
    public String token(String subject) {
        return token(subject, AUDIENCE, LIFETIME);
    }

    /** Returns a token for {@code subject} and {@code audience}; one with a negative lifetime has ended. */
    public String token(String subject, String audience, Duration lifetime) {
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(audience, "audience");
        Objects.requireNonNull(lifetime, "lifetime");
        return issuer.token(subject, audience, lifetime);
    }

    /** Signs with a new key from now on; what the old one signed is refused. */
    public void rotate() {
        issuer.rotate();
    }

    /** Returns its name. */
    @Override
    public String toString() {
        return "FakeIssuer[" + url() + "]";
    }

    Issuer model() {
        return issuer;
    }
}
