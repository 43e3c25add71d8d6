package io.github.d365fo.testkit.internal.admin;

import io.github.d365fo.testkit.FakeIssuer;
import io.github.d365fo.testkit.internal.identity.App;
import io.github.d365fo.testkit.internal.identity.IdentityStore;
import io.github.d365fo.testkit.internal.identity.Issuer;
import io.github.d365fo.testkit.internal.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Registers an app with its credentials.
 *
 * @param clientId its client id; a new one if empty
 * @param secret a secret it has
 * @param lifetime how long its secret is valid
 * @param certificates its certificates
 * @param federations its federated credentials
 */
record AppReader(
        Optional<String> clientId,
        Optional<String> secret,
        Optional<Duration> lifetime,
        List<X509Certificate> certificates,
        List<Federation> federations) {
    private static final Duration TWO_YEARS = Duration.ofDays(730);

    /** A federated credential. */
    record Federation(Issuer issuer, String subject, String audience) {}

    /** Reads {@code body}, whose issuers must be known to {@code identity}. */
    static AppReader read(JsonObject body, IdentityStore identity) {
        body.only("clientId", "secret", "secretLifetime", "certificates", "federations");
        return new AppReader(
                body.filledText("clientId"),
                body.filledText("secret"),
                body.duration("secretLifetime"),
                body.texts("certificates").stream().map(AppReader::certificate).toList(),
                body.objects("federations").stream()
                        .map(each -> federation(each, identity))
                        .toList());
    }

    /**
     * Registers it, or adds the credentials to the app that there is with this client id, and returns its id and, if it
     * was created here, its secret. An app that is described without any credential gets a secret.
     */
    JsonObject register(IdentityStore identity) {
        App app = clientId.map(identity::addApp).orElseGet(identity::addApp);
        Duration valid = lifetime.orElse(TWO_YEARS);
        secret.ifPresent(given -> app.addSecret(given, valid));
        certificates.forEach(app::addCertificate);
        federations.forEach(one -> app.addFederation(one.issuer(), one.subject(), one.audience()));
        boolean bare = secret.isEmpty() && certificates.isEmpty() && federations.isEmpty();
        return new JsonObject()
                .put("clientId", app.clientId())
                .put("clientSecret", bare ? Optional.of(app.addSecret(valid)) : Optional.empty());
    }

    private static Federation federation(JsonObject json, IdentityStore identity) {
        json.only("issuer", "subject", "audience");
        Issuer issuer = identity.issuer(json.requireText("issuer"))
                .orElseThrow(
                        () -> new IllegalArgumentException("issuer: expected one that was added, but got another"));
        return new Federation(
                issuer, json.requireText("subject"), json.filledText("audience").orElse(FakeIssuer.AUDIENCE));
    }

    private static X509Certificate certificate(String pem) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
        } catch (CertificateException e) {
            throw new IllegalArgumentException(
                    "certificates: expected X.509 certificates as PEM, but got something else", e);
        }
    }
}
