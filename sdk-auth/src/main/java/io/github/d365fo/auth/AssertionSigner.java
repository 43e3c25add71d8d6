package io.github.d365fo.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.id.JWTID;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/**
 * Signs client assertions as Entra ID documents them ("Certificate credentials"): PS256 with the thumbprint
 * {@code x5t#S256}, or RS256 with {@code x5t}. Warns if the certificate expires soon. Thread-safe.
 */
final class AssertionSigner {
    private static final System.Logger LOG = System.getLogger("io.github.d365fo.auth");
    private static final Duration LIFETIME = Duration.ofMinutes(10);
    private static final Duration WARNING = Duration.ofDays(30);
    private static final Duration BETWEEN_WARNINGS = Duration.ofDays(1);

    private final String clientId;
    private final SigningCertificate certificate;
    private final Clock clock;
    private @Nullable Instant warned;

    AssertionSigner(String clientId, SigningCertificate certificate, Clock clock) {
        this.clientId = clientId;
        this.certificate = certificate;
        this.clock = clock;
        checkEnd(clock.instant());
    }

    String sign(URI endpoint) {
        Instant now = clock.instant();
        if (checkEnd(now)) {
            throw Credentials.misconfigured(
                    "the certificate expired on " + certificate.source().expiresAt()
                            + "; upload a new one to the app registration",
                    null);
        }
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .audience(endpoint.toString())
                .issuer(clientId)
                .subject(clientId)
                .jwtID(new JWTID().getValue())
                .notBeforeTime(Date.from(now))
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFETIME)))
                .build();
        try {
            SignedJWT jwt = new SignedJWT(header(), claims);
            jwt.sign(new RSASSASigner(certificate.source().key()));
            return jwt.serialize();
        } catch (JOSEException | GeneralSecurityException e) {
            throw Credentials.misconfigured("the certificate's key can't sign", e);
        }
    }

    /** Returns whether the certificate has expired; warns once a day if it soon will. */
    private synchronized boolean checkEnd(Instant now) {
        Duration left = Duration.between(now, certificate.source().expiresAt());
        boolean due = warned == null || !now.isBefore(warned.plus(BETWEEN_WARNINGS));
        if (left.compareTo(WARNING) <= 0 && due) {
            warned = now;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the certificate of client id " + clientId
                            + (left.isNegative() ? " has expired" : " expires in " + left.toDays() + " days") + ", on "
                            + certificate.source().expiresAt() + ": upload a new one to the app registration");
        }
        return left.isNegative();
    }

    private JWSHeader header() throws GeneralSecurityException {
        byte[] der = certificate.source().certificate().getEncoded();
        JWSHeader.Builder header = new JWSHeader.Builder(certificate.legacy() ? JWSAlgorithm.RS256 : JWSAlgorithm.PS256)
                .type(JOSEObjectType.JWT);
        return certificate.legacy() ? withSha1(header, der) : withSha256(header, der);
    }

    private static JWSHeader withSha256(JWSHeader.Builder header, byte[] der) throws GeneralSecurityException {
        return header.x509CertSHA256Thumbprint(
                        Base64URL.encode(MessageDigest.getInstance("SHA-256").digest(der)))
                .build();
    }

    @SuppressWarnings("deprecation") // AD FS and older setups support no other thumbprint.
    private static JWSHeader withSha1(JWSHeader.Builder header, byte[] der) throws GeneralSecurityException {
        return header.x509CertThumbprint(
                        Base64URL.encode(MessageDigest.getInstance("SHA-1").digest(der)))
                .build();
    }

    /** A certificate, and whether to sign with RS256 and {@code x5t}. */
    record SigningCertificate(ClientCertificate source, boolean legacy) {}
}
