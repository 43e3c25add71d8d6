package io.github.d365fo.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys, certificates and addresses that can't be used are said to be so, when they are handed in. */
class ClientCertificateTest {
    @TempDir
    static Path directory;

    private static TestCertificate certificate;

    @BeforeAll
    static void create() throws Exception {
        certificate = TestCertificate.create(directory, "app", 3650);
    }

    @Test
    void aChainHasAtLeastTheOwnCertificate() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClientCertificate.of(certificate.key(), List.of()))
                .withMessageContaining("chain: expected at least");
    }

    @Test
    void otherKeysThanRsaAreRefused() throws Exception {
        PrivateKey elliptic =
                KeyPairGenerator.getInstance("EC").generateKeyPair().getPrivate();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClientCertificate.of(elliptic, List.of(certificate.certificate())))
                .withMessageContaining("but got EC");
    }

    @Test
    void unusableKeyStoresAreNamed() throws Exception {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClientCertificate.pkcs12(certificate.pkcs12(), "wrong".toCharArray()))
                .withMessageContaining("check the file and its password")
                .withMessageNotContaining("wrong");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClientCertificate.pkcs12(directory.resolve("nowhere.pfx"), new char[0]))
                .withMessageContaining("nowhere.pfx");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("only", certificate.certificate());
        Path trust = directory.resolve("trust.p12");
        try (OutputStream out = Files.newOutputStream(trust)) {
            store.store(out, "secret".toCharArray());
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClientCertificate.pkcs12(trust, "secret".toCharArray()))
                .withMessageContaining("it contains 1 other entries");
    }

    @Test
    void aPemPairNeedsBothItsHalves() throws Exception {
        Path nothing = Files.writeString(directory.resolve("nothing.pem"), "nothing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClientCertificate.pem(nothing, nothing))
                .withMessageContaining("openssl pkcs8");
        Path broken = Files.writeString(
                directory.resolve("broken.pem"), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClientCertificate.pem(broken, nothing))
                .withMessageContaining("can't be read as a PEM pair");
        Path whole = certificate.pem(directory.resolve("whole.pem"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClientCertificate.pem(whole, nothing))
                .withMessageContaining("expected BEGIN CERTIFICATE in " + nothing);
    }

    @Test
    void whatItShowsIsNotTheKey() {
        ClientCertificate shown = ClientCertificate.of(certificate.key(), List.of(certificate.certificate()));
        assertThat(shown.toString()).startsWith("ClientCertificate[CN=").contains("expiresAt=");
    }

    @Test
    void addressesAreEncryptedAndBare() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EntraTokenProvider.builder().authority(URI.create("http://login.example.com")))
                .withMessageContaining("authority: expected an https address without a path");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Addresses.withPath("adfs", URI.create("http://adfs.example.com/adfs")))
                .withMessageContaining("adfs: expected an https address");
        assertThat(Addresses.withPath("adfs", URI.create("https://adfs.example.com/adfs/")))
                .hasToString("https://adfs.example.com/adfs");
        assertThat(AdfsTokenProvider.clientSecret(URI.create("https://adfs.example.com"), "client", "secret"))
                .asString()
                .contains("https://adfs.example.com/adfs/oauth2/token")
                .doesNotContain("secret,");
    }
}
