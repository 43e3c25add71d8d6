package io.github.d365fo.testkit;

import io.github.d365fo.testkit.internal.identity.Issuer;
import java.time.Duration;
import java.util.Objects;

/**
 * An issuer of tokens outside the tenant, such as a Kubernetes cluster or GitHub (workload identity federation). An app
 * trusts it after {@link FakeApp#addFederation}. Thread-safe.
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
    /** The audience that Entra ID expects in federated tokens. */
    public static final String AUDIENCE = "api://AzureADTokenExchange";

    private static final Duration LIFETIME = Duration.ofHours(1);

    private final Issuer issuer;

    FakeIssuer(Issuer issuer) {
        this.issuer = issuer;
    }

    /** Returns the issuer in its tokens. */
    public String url() {
        return issuer.url();
    }

    /** Returns a token for {@code subject} and {@link #AUDIENCE} that is valid for an hour by the server's clock. */
    public String token(String subject) {
        return token(subject, AUDIENCE, LIFETIME);
    }

    /** Returns a token for {@code subject} and {@code audience}; with a negative lifetime it has expired. */
    public String token(String subject, String audience, Duration lifetime) {
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(audience, "audience");
        Objects.requireNonNull(lifetime, "lifetime");
        return issuer.token(subject, audience, lifetime);
    }

    /** Replaces the key: tokens signed with the old one are rejected. */
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
