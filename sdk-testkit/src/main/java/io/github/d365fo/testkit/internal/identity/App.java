package io.github.d365fo.testkit.internal.identity;

import io.github.d365fo.testkit.internal.json.JsonObject;
import io.github.d365fo.testkit.internal.service.Ids;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** An app registration and its credentials. Thread-safe. */
public final class App {
    private final String clientId;
    private final InstantSource clock;
    private final Ids ids;
    private final Consumer<String> known;
    private final Map<String, Instant> secrets = new ConcurrentHashMap<>();
    private final List<X509Certificate> certificates = new CopyOnWriteArrayList<>();
    private final List<Federation> federations = new CopyOnWriteArrayList<>();

    /** A federated credential: tokens of this issuer for this subject and audience count as the app's. */
    record Federation(Issuer issuer, String subject, String audience) {}

    /** Reports its secrets to {@code known}. */
    App(String clientId, InstantSource clock, Ids ids, Consumer<String> known) {
        this.clientId = clientId;
        this.clock = clock;
        this.ids = ids;
        this.known = known;
    }

    public String clientId() {
        return clientId;
    }

    /**
     * Adds a secret that is valid for {@code lifetime}, and returns its value; with a negative lifetime it has expired.
     */
    public String addSecret(Duration lifetime) {
        String secret = "fake~secret." + ids.nextSecret();
        addSecret(secret, lifetime);
        return secret;
    }

    /** Adds this secret. */
    public void addSecret(String secret, Duration lifetime) {
        secrets.put(secret, clock.instant().plus(lifetime));
        known.accept(secret);
    }

    /** Adds a certificate, as if it had been uploaded. */
    public void addCertificate(X509Certificate certificate) {
        certificates.add(certificate);
    }

    /** Adds a federated credential. */
    public void addFederation(Issuer issuer, String subject, String audience) {
        federations.add(new Federation(issuer, subject, audience));
    }

    /** Returns its credentials, with no secret. */
    public JsonObject view() {
        return new JsonObject()
                .put("clientId", clientId)
                .put("secrets", secrets.size())
                .put(
                        "certificates",
                        certificates.stream()
                                .map(certificate -> thumbprint(certificate, "SHA-256"))
                                .toList())
                .put(
                        "federations",
                        federations.stream()
                                .map(one -> new JsonObject()
                                        .put("issuer", one.issuer().url())
                                        .put("subject", one.subject())
                                        .put("audience", one.audience()))
                                .toList());
    }

    /** Returns when a secret expires, or empty if it is not the app's. */
    Optional<Instant> endOf(String secret) {
        return Optional.ofNullable(secrets.get(secret));
    }

    /** Restores no certificates or federated credentials, whose keys are not stored. */
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

    /** Microsoft's own library for Java writes thumbprints in the other Base64 alphabet. */
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
