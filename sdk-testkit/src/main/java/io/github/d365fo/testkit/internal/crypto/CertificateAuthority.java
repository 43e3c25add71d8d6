package io.github.d365fo.testkit.internal.crypto;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * An authority that clients of fake servers trust, created once per JVM. Its private key exists only in memory, so
 * whoever trusts it trusts this process alone. Certificates follow the real time, as all TLS does. Immutable and
 * thread-safe.
 */
public final class CertificateAuthority {
    private static final char[] PASSWORD = "in-memory".toCharArray();
    private static final Duration BEFORE = Duration.ofDays(1);
    /** Some systems reject a server's certificate with a longer life. */
    private static final Duration LIFETIME = Duration.ofDays(397);

    private final X509Certificate certificate;
    private final CertificateWriter writer;
    private final Instant from;
    private final Instant until;

    private CertificateAuthority(KeyPair keys, Instant now) throws GeneralSecurityException {
        // Browsers tell authorities with the same name by it, so each has its own.
        String name = "Fake connector server authority "
                + new BigInteger(40, new SecureRandom()).toString(Character.MAX_RADIX);
        this.from = now.minus(BEFORE);
        this.until = now.plus(LIFETIME);
        this.writer = new CertificateWriter(name, keys.getPublic(), keys.getPrivate());
        this.certificate = writer.ofIssuer(from, until);
    }

    private static final class Holder {
        static final CertificateAuthority ONLY = create();

        private static CertificateAuthority create() {
            try {
                return new CertificateAuthority(newKeys(), Clock.systemUTC().instant());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this JVM can't create a certificate", e);
            }
        }
    }

    /** Returns the authority of this JVM. */
    public static CertificateAuthority get() {
        return Holder.ONLY;
    }

    /** Returns the certificate to trust. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** Returns the certificate to trust as PEM (RFC 7468). */
    public String pem() {
        try {
            String base64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                    .encodeToString(certificate.getEncoded());
            return "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that was read can be written", e);
        }
    }

    /** Returns a context with a new certificate for these hosts, which trusts this authority and nothing else. */
    public SSLContext context(Collection<String> hosts) {
        try {
            KeyPair keys = newKeys();
            X509Certificate server = writer.ofServer(keys.getPublic(), hosts, from, until);
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, PASSWORD);
            store.setKeyEntry("server", keys.getPrivate(), PASSWORD, new Certificate[] {server, certificate});
            store.setCertificateEntry("trusted", certificate);
            KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            own.init(store, PASSWORD);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this JVM can't create a certificate", e);
        }
    }

    private static KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }
}
