package io.github.d365fo.testkit;

import io.github.d365fo.testkit.internal.json.JsonObject;
import io.github.d365fo.testkit.internal.service.Ids;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * An app registration at the fake identity provider, and what it may sign in with: secrets, certificates, the tokens of
 * somebody else.
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
 *     server.clock().advance(Duration.ofDays(181)); // half a year later, the secret has ended
 *     assertThrows(TokenUnavailableException.class, job::dequeue);
 * }
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class FakeApp {
    private static final Duration TWO_YEARS = Duration.ofDays(730);

    private final String clientId;
    private final TestClock clock;
    private final Ids ids;
    private final Consumer<String> known;
    private final Map<String, Instant> secrets = new ConcurrentHashMap<>();
    private final List<X509Certificate> certificates = new CopyOnWriteArrayList<>();
    private final List<Federation> federations = new CopyOnWriteArrayList<>();

    /** A federated credential: tokens of that issuer for that subject and audience are taken for the app's. */
    record Federation(FakeIssuer issuer, String subject, String audience) {}

    /** Tells {@code known} its secrets. */
    FakeApp(String clientId, TestClock clock, Ids ids, Consumer<String> known) {
        this.clientId = clientId;
        this.clock = clock;
        this.ids = ids;
        this.known = known;
    }

    /** Returns the client id. */
    public String clientId() {
        return clientId;
    }

    /** Adds a secret that is good for two years of the server's clock, and returns its value. */
    public String addSecret() {
        return addSecret(TWO_YEARS);
    }

    /** Adds a secret that is good for {@code lifetime}, and returns its value; a negative lifetime has ended. */
    public String addSecret(Duration lifetime) {
        Objects.requireNonNull(lifetime, "lifetime");
        String secret = "fake~secret." + ids.nextSecret();
        secrets.put(secret, clock.instant().plus(lifetime));
        known.accept(secret);
        return secret;
    }

    /** Adds a certificate, as if it had been uploaded. Returns this app. */
    public FakeApp addCertificate(X509Certificate certificate) {
        Objects.requireNonNull(certificate, "certificate");
        certificates.add(certificate);
        return this;
    }

    /** Adds a federated credential for {@link FakeIssuer#AUDIENCE}. Returns this app. */
    public FakeApp addFederation(FakeIssuer issuer, String subject) {
        Objects.requireNonNull(issuer, "issuer");
        Objects.requireNonNull(subject, "subject");
        federations.add(new Federation(issuer, subject, FakeIssuer.AUDIENCE));
        return this;
    }

    /** Returns the client id, and nothing secret. */
    @Override
    public String toString() {
        return "FakeApp[" + clientId + "]";
    }

    /** Returns when a secret ends, or empty if it is not one of the app's. */
    Optional<Instant> endOf(String secret) {
        return Optional.ofNullable(secrets.get(secret));
    }

    /** Leaves certificates and federated credentials to whoever has their keys. */
    JsonObject save() {
        JsonObject ends = new JsonObject();
        secrets.forEach(ends::put);
        return new JsonObject().put("clientId", clientId).put("secrets", ends);
    }

    void restore(JsonObject saved) {
        JsonObject ends = saved.requireObject("secrets");
        ends.names().forEach(secret -> {
            secrets.put(secret, ends.requireInstant(secret));
            known.accept(secret);
        });
    }

    List<Federation> federations() {
        return federations;
    }

    /** Returns the certificate that the header of an assertion names by its thumbprint. */
    Optional<X509Certificate> certificate(Map<String, String> header) {
        String name = header.containsKey("x5t#S256") ? "x5t#S256" : "x5t";
        String algorithm = name.equals("x5t") ? "SHA-1" : "SHA-256";
        String thumbprint = base64Url(header.getOrDefault(name, ""));
        return certificates.stream()
                .filter(one -> thumbprint(one, algorithm).equals(thumbprint))
                .findFirst();
    }

    /** Microsoft's own library for Java spells thumbprints in the other Base64. */
    private static String base64Url(String text) {
        return text.replace('+', '-').replace('/', '_').replace("=", "");
    }

    private static String thumbprint(X509Certificate certificate, String algorithm) {
        try {
            byte[] digest = MessageDigest.getInstance(algorithm).digest(certificate.getEncoded());
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }
}
