package io.github.d365fo.auth;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Base64;

/** A certificate made by the JDK's keytool, good from 2025 for a number of days. */
record TestCertificate(Path pkcs12, PrivateKey key, X509Certificate certificate) {
    static final String PASSWORD = "keep-out";

    static TestCertificate create(Path directory, String name, int days) throws Exception {
        Path file = directory.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "app",
                        "-keyalg",
                        "RSA",
                        "-keysize",
                        "2048",
                        "-dname",
                        "CN=" + name,
                        "-startdate",
                        "2025/01/01 00:00:00",
                        "-validity",
                        String.valueOf(days),
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) {
            throw new IOException(said);
        }
        return read(file);
    }

    /** Writes key and certificate as PEM. */
    Path pem(Path file) throws IOException, GeneralSecurityException {
        return Files.writeString(
                file,
                block("PRIVATE KEY", key.getEncoded()) + block("CERTIFICATE", certificate.getEncoded()),
                StandardCharsets.US_ASCII);
    }

    private static TestCertificate read(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream stream = Files.newInputStream(file)) {
            store.load(stream, PASSWORD.toCharArray());
        }
        return new TestCertificate(file, (PrivateKey) store.getKey("app", PASSWORD.toCharArray()), (X509Certificate)
                store.getCertificate("app"));
    }

    private static String block(String name, byte[] der) {
        return "-----BEGIN " + name + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + name
                + "-----\n";
    }
}
