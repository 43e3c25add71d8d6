package io.github.d365fo.testkit.internal.crypto;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A self-signed certificate for 127.0.0.1 and localhost, created once per JVM. The JDK has no public API for that, so
 * it is encoded here, following RFC 5280.
 */
public final class TestCertificate {
    private static final char[] PASSWORD = "in-memory".toCharArray();
    private static final byte[] ECDSA_WITH_SHA256 = Der.sequence(Der.oid(1, 2, 840, 10045, 4, 3, 2));
    private static final byte[] NAME =
            Der.sequence(Der.set(Der.sequence(Der.oid(2, 5, 4, 3), Der.text("Fake connector server"))));
    private static final byte[] VALIDITY = Der.sequence(Der.utcTime("200101000000Z"), Der.time("20991231235959Z"));

    private final X509Certificate certificate;
    private final SSLContext context;

    private TestCertificate(KeyPair keys) throws GeneralSecurityException, IOException {
        this.certificate = selfSigned(keys);
        this.context = context(certificate, keys.getPrivate());
    }

    private static final class Holder {
        static final TestCertificate ONLY = create();

        private static TestCertificate create() {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
                generator.initialize(new ECGenParameterSpec("secp256r1"));
                return new TestCertificate(generator.generateKeyPair());
            } catch (GeneralSecurityException | IOException e) {
                throw new IllegalStateException("this JVM can't create a certificate", e);
            }
        }
    }

    public static TestCertificate get() {
        return Holder.ONLY;
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** Returns a context that has the certificate and trusts nothing else. */
    public SSLContext context() {
        return context;
    }

    private static X509Certificate selfSigned(KeyPair keys) throws GeneralSecurityException {
        byte[] body = body(keys);
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(body);
        byte[] whole = Der.sequence(body, ECDSA_WITH_SHA256, Der.bits(signature.sign()));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(whole));
    }

    private static byte[] body(KeyPair keys) {
        byte[] version3 = Der.tagged(0xa0, Der.integer(BigInteger.TWO));
        byte[] hosts = Der.sequence(
                Der.tagged(0x87, new byte[] {127, 0, 0, 1}),
                Der.tagged(0x82, "localhost".getBytes(StandardCharsets.US_ASCII)));
        byte[] alternativeNames = Der.sequence(Der.oid(2, 5, 29, 17), Der.octets(hosts));
        return Der.sequence(
                version3,
                Der.integer(BigInteger.ONE),
                ECDSA_WITH_SHA256,
                NAME,
                VALIDITY,
                NAME,
                keys.getPublic().getEncoded(),
                Der.tagged(0xa3, Der.sequence(alternativeNames)));
    }

    private static SSLContext context(X509Certificate certificate, PrivateKey key)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, PASSWORD);
        store.setKeyEntry("server", key, PASSWORD, new Certificate[] {certificate});
        store.setCertificateEntry("trusted", certificate);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
