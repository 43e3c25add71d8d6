package io.github.d365fo.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.HttpMethod;
import com.microsoft.aad.msal4j.IClientCredential;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import com.nimbusds.jwt.SignedJWT;
import io.github.d365fo.connector.auth.TokenRequest;
import io.github.d365fo.testkit.FakeApp;
import io.github.d365fo.testkit.FakeConnectorServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
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
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            // MSAL's assertions are of the system's time.
            server.clock().advance(Duration.between(server.clock().instant(), Instant.now()));
            server.identity()
                    .addFront(URI.create(server.environment().toString().replace("http:", "https:")));
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
                .authority(server.environment().toString().replace("http:", "https:") + "/"
                        + server.identity().tenantId() + "/")
                .validateAuthority(false)
                .instanceDiscovery(false)
                .httpClient(new WithoutTls())
                .build()
                .acquireToken(ClientCredentialParameters.builder(Set.of(server.environment() + "/.default"))
                        .build())
                .get()
                .accessToken();
    }

    /** MSAL takes no authority without TLS; everything else about its requests stays as it is. */
    private static final class WithoutTls implements IHttpClient {
        private final HttpClient http = HttpClient.newHttpClient();

        @Override
        public IHttpResponse send(com.microsoft.aad.msal4j.HttpRequest asked) throws Exception {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create(asked.url().toString().replace("https:", "http:")));
            asked.headers().forEach(request::header);
            HttpRequest.BodyPublisher body = asked.httpMethod() == HttpMethod.POST
                    ? HttpRequest.BodyPublishers.ofString(asked.body())
                    : HttpRequest.BodyPublishers.noBody();
            HttpResponse<String> answer = http.send(
                    request.method(asked.httpMethod().name(), body).build(), HttpResponse.BodyHandlers.ofString());
            com.microsoft.aad.msal4j.HttpResponse response = new com.microsoft.aad.msal4j.HttpResponse();
            response.statusCode(answer.statusCode());
            response.body(answer.body());
            response.addHeaders(answer.headers().map());
            return response;
        }
    }
}
