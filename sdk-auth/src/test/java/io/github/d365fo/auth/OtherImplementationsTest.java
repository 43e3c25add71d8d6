package io.github.d365fo.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.IClientCredential;
import com.nimbusds.jwt.SignedJWT;
import io.github.d365fo.connector.auth.TokenRequest;
import io.github.d365fo.testkit.FakeApp;
import io.github.d365fo.testkit.FakeConnectorServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Our providers at a server that is not ours, and a client that is not ours at our fake. */
@Timeout(60)
class OtherImplementationsTest {
    private static final String ENVIRONMENT = "https://contoso.operations.dynamics.com";

    @TempDir
    Path directory;

    @Test
    void anIndependentServerGivesUsTokens() throws Exception {
        TestCertificate certificate = TestCertificate.create(directory, "app", 3650);
        MockOAuth2Server server = new MockOAuth2Server();
        try {
            server.start();
            URI authority = URI.create("http://localhost:" + server.baseUrl().port());
            EntraTokenProvider.Builder builder = EntraTokenProvider.builder()
                    .authority(authority)
                    .tenantId("contoso.com")
                    .clientId("the-client");
            for (EntraTokenProvider provider : List.of(
                    builder.clientSecret("the-secret").build(),
                    builder.certificate(ClientCertificate.of(certificate.key(), List.of(certificate.certificate())))
                            .build())) {
                String token = provider.token(TokenRequest.of(ENVIRONMENT))
                        .toCompletableFuture()
                        .join()
                        .value();
                assertThat(SignedJWT.parse(token).getJWTClaimsSet().getSubject())
                        .isEqualTo("the-client");
            }
        } finally {
            server.shutdown();
        }
    }

    @Test
    void msalGetsTokensFromOurs() throws Exception {
        TestCertificate certificate = TestCertificate.create(directory, "app", 3650);
        // MSAL takes no authority without TLS, and its assertions are of the system's time.
        try (FakeConnectorServer server = FakeConnectorServer.builder()
                .tls(true)
                .host("localhost")
                .startTime(Instant.now())
                .start()) {
            FakeApp app = server.identity().addApp().addCertificate(certificate.certificate());
            for (IClientCredential credential : List.of(
                    ClientCredentialFactory.createFromSecret(app.addSecret()),
                    ClientCredentialFactory.createFromCertificate(certificate.key(), certificate.certificate()))) {
                String token = msal(server, app, credential);
                assertThat(SignedJWT.parse(token).getJWTClaimsSet().getAudience())
                        .containsExactly(server.environment().toString());
            }
            assertThatThrownBy(() -> msal(server, app, ClientCredentialFactory.createFromSecret("wrong")))
                    .hasMessageContaining("AADSTS7000215");
        }
    }

    private static String msal(FakeConnectorServer server, FakeApp app, IClientCredential credential) throws Exception {
        return ConfidentialClientApplication.builder(app.clientId(), credential)
                .authority(server.environment() + "/" + server.identity().tenantId() + "/")
                .validateAuthority(false)
                .instanceDiscovery(false)
                .sslSocketFactory(server.sslContext().getSocketFactory())
                .build()
                .acquireToken(ClientCredentialParameters.builder(Set.of(server.environment() + "/.default"))
                        .build())
                .get()
                .accessToken();
    }
}
