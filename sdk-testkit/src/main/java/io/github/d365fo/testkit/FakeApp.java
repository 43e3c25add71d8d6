package io.github.d365fo.testkit;

import io.github.d365fo.testkit.internal.identity.App;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Objects;

/**
 * An app registration of the fake identity provider with its credentials: secrets, certificates and federated
 * credentials.
 *
 * <pre>{@code
 * FakeApp app = server.identity().addApp();
 * TokenProvider tokens = EntraTokenProvider.builder()
 *         .authority(server.identity().authority())
 *         .tenantId(server.tenantId())
 *         .clientId(app.clientId())
 *         .clientSecret(app.addSecret(Duration.ofDays(180)))
 *         .clock(server.clock())
 *         .build();
 * try (ConnectorClient nightly = ConnectorClient.builder()
 *         .environment(server.environment())
 *         .tokenProvider(tokens)
 *         .clock(server.clock())
 *         .build()) {
 *     RecurringJob job = nightly.job(server.exportJob().activityId());
 *     assert job.dequeue().isEmpty();
 *     server.clock().advance(Duration.ofDays(181)); // half a year later, the secret has expired
 *     assertThrows(TokenUnavailableException.class, job::dequeue);
 * }
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class FakeApp {
    private static final Duration TWO_YEARS = Duration.ofDays(730);

    private final App app;

    FakeApp(App app) {
        this.app = app;
    }

    /** Returns the client id. */
    public String clientId() {
        return app.clientId();
    }

    /** Adds a secret that is valid for two years by the server's clock, and returns its value. */
    public String addSecret() {
        return addSecret(TWO_YEARS);
    }

    /**
     * Adds a secret that is valid for {@code lifetime}, and returns its value; with a negative lifetime it has expired.
     *
     * @throws IllegalArgumentException if {@code lifetime} is longer than a hundred years, in either direction
     */
    public String addSecret(Duration lifetime) {
        Given.offset("lifetime", lifetime);
        return app.addSecret(lifetime);
    }

    /**
     * Adds this secret, for programs that have it already; with a negative lifetime it has expired. Returns this app.
     *
     * @throws IllegalArgumentException if {@code secret} is blank, or {@code lifetime} is longer than a hundred years, in
     *     either direction
     */
    public FakeApp addSecret(String secret, Duration lifetime) {
        Objects.requireNonNull(secret, "secret");
        Given.offset("lifetime", lifetime);
        if (secret.isBlank()) {
            throw new IllegalArgumentException("secret: expected a text, but it is blank");
        }
        app.addSecret(secret, lifetime);
        return this;
    }

    /** Adds a certificate, as if it had been uploaded. Returns this app. */
    public FakeApp addCertificate(X509Certificate certificate) {
        Objects.requireNonNull(certificate, "certificate");
        app.addCertificate(certificate);
        return this;
    }

    /** Adds a federated credential for {@link FakeIssuer#AUDIENCE}. Returns this app. */
    public FakeApp addFederation(FakeIssuer issuer, String subject) {
        Objects.requireNonNull(issuer, "issuer");
        Objects.requireNonNull(subject, "subject");
        app.addFederation(issuer.model(), subject, FakeIssuer.AUDIENCE);
        return this;
    }

    /** Returns the client id, without any secret. */
    @Override
    public String toString() {
        return "FakeApp[" + clientId() + "]";
    }
}
