package io.github.d365fo.auth;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The certificate of an app registration and its RSA private key. Only the thumbprint and signatures leave the program.
 * Immutable and thread-safe.
 */
public final class ClientCertificate {
    private static final Pattern PKCS8 =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private final PrivateKey key;
    private final X509Certificate certificate;

    private ClientCertificate(PrivateKey key, X509Certificate certificate) {
        if (!key.getAlgorithm().equals("RSA")) {
            throw new IllegalArgumentException(
                    "privateKey: expected an RSA key, since Entra ID accepts no other, but got " + key.getAlgorithm());
        }
        this.key = key;
        this.certificate = certificate;
    }

    /**
     * Returns a key with its certificate. Only the first certificate of the chain, the app's own, is used.
     *
     * @throws IllegalArgumentException if {@code chain} is empty or the key is not an RSA key
     */
    public static ClientCertificate of(PrivateKey privateKey, List<X509Certificate> chain) {
        Objects.requireNonNull(privateKey, "privateKey");
        Objects.requireNonNull(chain, "chain");
        chain.forEach(each -> Objects.requireNonNull(each, "chain"));
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("chain: expected at least the app's own certificate, but got none");
        }
        return new ClientCertificate(privateKey, chain.get(0));
    }

    /**
     * Reads the first key of a PKCS#12 file ({@code .pfx}, {@code .p12}).
     *
     * @param password the file's password; it is not kept, and the caller may overwrite it
     * @throws IllegalArgumentException if the file can't be read, the password is wrong, or it contains no RSA key
     */
    public static ClientCertificate pkcs12(Path file, char[] password) {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(password, "password");
        try (InputStream stream = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(stream, password);
            for (String alias : Collections.list(store.aliases())) {
                Key key = store.getKey(alias, password);
                if (key instanceof PrivateKey found && store.getCertificate(alias) instanceof X509Certificate own) {
                    return new ClientCertificate(found, own);
                }
            }
            throw new IllegalArgumentException("certificate: expected a private key with its certificate in " + file
                    + ", but it contains " + store.size() + " other entries");
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "certificate: " + file + " can't be read as PKCS#12; check the file and its password", e);
        }
    }

    /**
     * Reads a PEM pair: a PKCS#8 key without a password, and a certificate or chain. Both may be the same file.
     *
     * @throws IllegalArgumentException if a file can't be read or does not contain what it should
     */
    public static ClientCertificate pem(Path privateKey, Path certificate) {
        Objects.requireNonNull(privateKey, "privateKey");
        Objects.requireNonNull(certificate, "certificate");
        try (InputStream stream = Files.newInputStream(certificate)) {
            PrivateKey key = privateKey(privateKey, Files.readString(privateKey, StandardCharsets.US_ASCII));
            String text = new String(stream.readAllBytes(), StandardCharsets.US_ASCII);
            int start = text.indexOf("-----BEGIN CERTIFICATE-----");
            if (start < 0) {
                throw new IllegalArgumentException("certificate: expected BEGIN CERTIFICATE in " + certificate);
            }
            Certificate own = CertificateFactory.getInstance("X.509")
                    .generateCertificate(
                            new ByteArrayInputStream(text.substring(start).getBytes(StandardCharsets.US_ASCII)));
            return new ClientCertificate(key, (X509Certificate) own);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "certificate: " + privateKey + " and " + certificate + " can't be read as a PEM pair", e);
        }
    }

    private static PrivateKey privateKey(Path file, String pem) throws GeneralSecurityException {
        Matcher matcher = PKCS8.matcher(pem);
        if (!matcher.find()) {
            throw new IllegalArgumentException("privateKey: expected BEGIN PRIVATE KEY (PKCS#8, no password) in " + file
                    + "; convert it with: openssl pkcs8 -topk8 -nocrypt");
        }
        byte[] der = Base64.getMimeDecoder().decode(matcher.group(1));
        return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
    }

    /** Returns when the certificate expires. */
    public Instant expiresAt() {
        return certificate.getNotAfter().toInstant();
    }

    /** Returns the certificate's subject and expiry, without the key. */
    @Override
    public String toString() {
        return "ClientCertificate[" + certificate.getSubjectX500Principal() + ", expiresAt=" + expiresAt() + "]";
    }

    PrivateKey key() {
        return key;
    }

    X509Certificate certificate() {
        return certificate;
    }
}
