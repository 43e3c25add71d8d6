package io.github.d365fo.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.auth.TokenRequest;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.FakeIssuer;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Every way to sign in that properties can describe gets a token that the service takes. */
@ExtendWith(CapturedLog.class)
class SignInTest {
    private static final String PASSWORD = "changeit-t00";

    @TempDir
    private static Path directory;

    private static FakeConnectorServer server;
    private static Path store;

    @BeforeAll
    static void start() throws Exception {
        server = FakeConnectorServer.start();
        // Assertions are signed with the time of this machine.
        server.clock().advance(Duration.between(server.clock().instant(), Instant.now()));
        store = directory.resolve("app.p12");
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
                        "CN=app",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.out").toFile())
                .start();
        assertThat(keytool.waitFor()).isZero();
        try (InputStream in = new FileInputStream(store.toFile())) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            server.identity().app().addCertificate((X509Certificate) keys.getCertificate("app"));
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** An application of the real tenant, with another way than its secret. */
    private ApplicationContextRunner application(String... credentials) {
        String[] all = new String[credentials.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = "d365fo.credentials." + credentials[i];
        }
        return Contexts.bare()
                .withPropertyValues(
                        "d365fo.environment=" + server.environment(),
                        "d365fo.credentials.authority=" + server.identity().authority(),
                        "d365fo.credentials.tenant-id=" + server.tenantId(),
                        "d365fo.credentials.client-id=" + server.clientId(),
                        "d365fo.jobs.customers=" + server.exportJob().activityId())
                .withPropertyValues(all);
    }

    private static void dequeues(ApplicationContextRunner application) {
        application.run(context ->
                assertThat(context.getBean(RecurringJob.class).dequeue()).isEmpty());
    }

    @Test
    void aSecret() {
        dequeues(application("client-secret=" + server.clientSecret()));
    }

    @Test
    void theCertificateOfABundle() {
        dequeues(application("certificate-bundle=app")
                .withPropertyValues(
                        "spring.ssl.bundle.jks.app.keystore.location=" + store.toUri(),
                        "spring.ssl.bundle.jks.app.keystore.password=" + PASSWORD,
                        "spring.ssl.bundle.jks.app.keystore.type=PKCS12"));
    }

    @Test
    void aBundleWithoutAKeyIsNamed() {
        application("certificate-bundle=app")
                .withPropertyValues(
                        "spring.ssl.bundle.jks.app.truststore.location=" + store.toUri(),
                        "spring.ssl.bundle.jks.app.truststore.password=" + PASSWORD)
                .run(context -> assertThat(Contexts.analysis(context).getDescription())
                        .isEqualTo("d365fo.credentials.certificate-bundle: expected a bundle with a key store, but it"
                                + " has none"));
    }

    @Test
    void aKeyThatTheBundleCantOpenIsNamedWithoutThePassword() {
        application("certificate-bundle=app")
                .withPropertyValues(
                        "spring.ssl.bundle.jks.app.key.password=wr0ng-password",
                        "spring.ssl.bundle.jks.app.keystore.location=" + store.toUri(),
                        "spring.ssl.bundle.jks.app.keystore.password=" + PASSWORD,
                        "spring.ssl.bundle.jks.app.keystore.type=PKCS12")
                .run(context -> assertThat(Contexts.analysis(context).getDescription())
                        .startsWith("d365fo.credentials.certificate-bundle: ")
                        .doesNotContain("wr0ng-password", PASSWORD));
    }

    @Test
    void aFederatedToken() throws IOException {
        FakeIssuer issuer = server.identity().addIssuer();
        server.identity().app().addFederation(issuer, "system:serviceaccount:a:b");
        Path token = Files.writeString(directory.resolve("token"), issuer.token("system:serviceaccount:a:b"));
        dequeues(application("federated-token-file=" + token));
    }

    @Test
    void aUser() {
        server.identity().addUser("robot@contoso.com", "pa ss+word");
        dequeues(application("username=robot@contoso.com", "password=pa ss+word"));
    }

    @Test
    void adfs() {
        server.identity().addResource(server.environment().toString());
        Contexts.bare()
                .withPropertyValues(
                        "d365fo.environment=" + server.environment(),
                        "d365fo.credentials.adfs=" + server.identity().adfs(),
                        "d365fo.credentials.client-id=" + server.clientId(),
                        "d365fo.credentials.client-secret=" + server.clientSecret())
                .run(context -> {
                    String resource =
                            context.getBean(ConnectorClient.class).environment().toString();
                    assertThat(context.getBean(TokenProvider.class)
                                    .token(TokenRequest.of(resource))
                                    .toCompletableFuture()
                                    .join()
                                    .value())
                            .isNotBlank();
                });
    }

    @Test
    void aManagedIdentityAndTheVariablesOfTheProcess() {
        for (String way : new String[] {"managed-identity=true", "from-environment=true"}) {
            Contexts.bare()
                    .withPropertyValues("d365fo.environment=" + server.environment(), "d365fo.credentials." + way)
                    .run(context -> assertThat(
                                    context.getBean(TokenProvider.class).toString())
                            .contains("anaged"));
        }
    }

    @Test
    void nothingSecretIsInTheTextOfTheProperties() {
        application("client-secret=s3cr3t-V4lue", "password=s3cr3t-V4lue")
                .withPropertyValues(
                        "d365fo.proxy.host=proxy", "d365fo.proxy.username=u", "d365fo.proxy.password=s3cr3t-V4lue")
                .run(context -> {
                    EnvironmentProperties properties = context.getBean(EnvironmentProperties.class);
                    assertThat(properties.credentials().clientSecret()).isEqualTo("s3cr3t-V4lue");
                    assertThat(properties.proxy().password()).isEqualTo("s3cr3t-V4lue");
                    assertThat(properties.toString()).doesNotContain("s3cr3t-V4lue");
                    assertThat(context.getBean(Environments.class).toString()).doesNotContain("s3cr3t-V4lue");
                });
    }
}
