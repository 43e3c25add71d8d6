package io.github.d365fo.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.auth.TokenRequest;
import io.github.d365fo.connector.error.TokenUnavailableException;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.testkit.FakeApp;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.FakeIdentity;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Signs in at an identity provider that checks what it gets. */
@Timeout(60)
abstract class SignInRig {
    @RegisterExtension
    static final CapturedLog LOG = new CapturedLog();

    @TempDir
    static Path directory;

    static TestCertificate certificate;

    final FakeConnectorServer server = FakeConnectorServer.start();
    final FakeIdentity identity = server.identity();
    final FakeApp app = identity.addApp();

    @BeforeAll
    static void makeCertificate() throws Exception {
        certificate = TestCertificate.create(directory, "app", 3650);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    EntraTokenProvider.Builder builder() {
        return EntraTokenProvider.builder()
                .authority(identity.authority())
                .tenantId(identity.tenantId())
                .clientId(app.clientId())
                .clock(server.clock());
    }

    static ClientCertificate key() {
        return ClientCertificate.of(certificate.key(), List.of(certificate.certificate()));
    }

    static Path pem() throws Exception {
        return certificate.pem(directory.resolve("app.pem"));
    }

    /** Uses a token at the environment, through both faces. */
    void dequeue(TokenProvider provider) {
        try (ConnectorClient client = ConnectorClient.builder()
                .environment(server.environment())
                .tokenProvider(provider)
                .clock(server.clock())
                .build()) {
            String activity = server.exportJob().activityId().toString();
            assertThat(client.job(activity).dequeue()).isEmpty();
            assertThat(client.async().job(activity).dequeue().join()).isEmpty();
        }
    }

    String token(TokenProvider provider) {
        return provider.token(TokenRequest.of(server.environment().toString()))
                .toCompletableFuture()
                .join()
                .value();
    }

    TokenUnavailableException failure(TokenProvider provider) {
        CompletionException thrown = catchThrowableOfType(CompletionException.class, () -> token(provider));
        assertThat(thrown.getCause()).isInstanceOf(TokenUnavailableException.class);
        return (TokenUnavailableException) thrown.getCause();
    }
}
