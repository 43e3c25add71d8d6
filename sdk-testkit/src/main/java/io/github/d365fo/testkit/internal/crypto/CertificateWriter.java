package io.github.d365fo.testkit.internal.crypto;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Locale;

/**
 * Encodes certificates, following RFC 5280; the JDK has no public API for that. They have every extension that strict
 * clients ask for, such as Python since 3.13.
 */
final class CertificateWriter {
    private static final byte[] ECDSA_WITH_SHA256 = Der.sequence(Der.oid(1, 2, 840, 10045, 4, 3, 2));
    private static final byte[] TRUE = Der.tagged(0x01, new byte[] {(byte) 0xff});
    private static final byte[] SERVER_AUTHENTICATION = Der.oid(1, 3, 6, 1, 5, 5, 7, 3, 1);
    private static final int DIGITAL_SIGNATURE = 0x80;
    private static final int SIGNING_OF_CERTIFICATES_AND_LISTS = 0x06;
    private static final DateTimeFormatter UTC_TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final String issuer;
    private final PublicKey issuerKey;
    private final PrivateKey signer;

    /** Writes certificates in the name of {@code issuer}, who has these keys. */
    CertificateWriter(String issuer, PublicKey issuerKey, PrivateKey signer) {
        this.issuer = issuer;
        this.issuerKey = issuerKey;
        this.signer = signer;
    }

    /** Returns the certificate of the issuer itself, with which clients trust the others. */
    X509Certificate ofIssuer(Instant from, Instant until) throws GeneralSecurityException {
        return sign(
                name(issuer),
                issuerKey,
                validity(from, until),
                critical(19, Der.sequence(TRUE, Der.integer(BigInteger.ZERO))),
                critical(15, Der.tagged(0x03, new byte[] {1, SIGNING_OF_CERTIFICATES_AND_LISTS})),
                keyId(issuerKey));
    }

    /** Returns a certificate of a server with these host names and addresses. */
    X509Certificate ofServer(PublicKey key, Collection<String> hosts, Instant from, Instant until)
            throws GeneralSecurityException {
        byte[] names = Der.sequence(hosts.stream().map(CertificateWriter::host).toArray(byte[][]::new));
        return sign(
                name("Fake connector server"),
                key,
                validity(from, until),
                critical(19, Der.sequence()),
                critical(15, Der.tagged(0x03, new byte[] {7, (byte) DIGITAL_SIGNATURE})),
                extension(37, Der.sequence(SERVER_AUTHENTICATION)),
                extension(17, names),
                keyId(key),
                extension(35, Der.sequence(Der.tagged(0x80, sha1(issuerKey)))));
    }

    private X509Certificate sign(byte[] subject, PublicKey key, byte[] validity, byte[]... extensions)
            throws GeneralSecurityException {
        byte[] body = Der.sequence(
                Der.tagged(0xa0, Der.integer(BigInteger.TWO)), // version 3
                Der.integer(new BigInteger(127, new SecureRandom()).setBit(126)),
                ECDSA_WITH_SHA256,
                name(issuer),
                validity,
                subject,
                key.getEncoded(),
                Der.tagged(0xa3, Der.sequence(extensions)));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(signer);
        signature.update(body);
        byte[] whole = Der.sequence(body, ECDSA_WITH_SHA256, Der.bits(signature.sign()));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(whole));
    }

    private static byte[] name(String commonName) {
        return Der.sequence(Der.set(Der.sequence(Der.oid(2, 5, 4, 3), Der.text(commonName))));
    }

    private static byte[] validity(Instant from, Instant until) {
        return Der.sequence(Der.utcTime(UTC_TIME.format(from)), Der.utcTime(UTC_TIME.format(until)));
    }

    private static byte[] keyId(PublicKey key) throws GeneralSecurityException {
        return extension(14, Der.octets(sha1(key)));
    }

    /** Returns the id of a key: any text that is unique to it (RFC 5280, 4.2.1.2). */
    private static byte[] sha1(PublicKey key) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-1").digest(key.getEncoded());
    }

    private static byte[] extension(int number, byte[] value) {
        return Der.sequence(Der.oid(2, 5, 29, number), Der.octets(value));
    }

    private static byte[] critical(int number, byte[] value) {
        return Der.sequence(Der.oid(2, 5, 29, number), TRUE, Der.octets(value));
    }

    /** Writes a host name, or an address, which is told by its form and looked up nowhere. */
    private static byte[] host(String host) {
        boolean address = host.matches("[0-9.]+") || host.contains(":");
        try {
            return address
                    ? Der.tagged(0x87, InetAddress.getByName(host).getAddress())
                    : Der.tagged(0x82, host.getBytes(StandardCharsets.US_ASCII));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("host: expected a host name or an address, but got " + host, e);
        }
    }
}
