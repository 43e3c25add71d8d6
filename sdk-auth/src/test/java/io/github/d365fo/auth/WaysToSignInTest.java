package io.github.d365fo.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.auth.TokenRequest;
import io.github.d365fo.connector.error.TokenUnavailableException;
import io.github.d365fo.connector.error.TokenUnavailableException.Reason;
import io.github.d365fo.testkit.FakeIssuer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way to sign in. */
class WaysToSignInTest extends SignInRig {
    private static final String SUBJECT = "system:serviceaccount:integration:journals";

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSecretByEitherEndpointAndBothFaces(boolean v1) {
        EntraTokenProvider provider =
                builder().clientSecret(app.addSecret()).v1(v1).build();
        dequeue(provider);
        assertThat(identity.tokenRequests()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"false,false", "true,false", "false,true"})
    void aCertificate(boolean legacy, boolean v1) throws Exception {
        app.addCertificate(certificate.certificate());
        for (ClientCertificate read : List.of(
                ClientCertificate.pkcs12(certificate.pkcs12(), TestCertificate.PASSWORD.toCharArray()),
                ClientCertificate.of(certificate.key(), List.of(certificate.certificate())),
                ClientCertificate.pem(pem(), pem()))) {
            dequeue(builder().legacySignature(legacy).v1(v1).certificate(read).build());
        }
        assertThat(identity.tokenRequests()).isEqualTo(3);
    }

    @Test
    void aFederatedTokenIsReadAgainForEachRequest() throws Exception {
        FakeIssuer issuer = identity.addIssuer();
        app.addFederation(issuer, SUBJECT);
        Path file = Files.writeString(directory.resolve("token"), issuer.token(SUBJECT) + "\n");
        EntraTokenProvider provider = builder().federatedTokenFile(file).build();
        dequeue(provider);
        issuer.rotate();
        server.clock().advance(Duration.ofHours(2));
        assertThat(failure(provider)).hasMessageContaining("AADSTS50013");
        Files.writeString(file, issuer.token(SUBJECT));
        dequeue(provider);
        Files.delete(file);
        server.clock().advance(Duration.ofHours(2));
        assertThat(failure(provider)).hasMessageContaining("AZURE_FEDERATED_TOKEN_FILE");
    }

    @Test
    void aFederationThatDoesNotMatchIsNamed() {
        FakeIssuer issuer = identity.addIssuer();
        assertThat(assertionFailure(issuer.token(SUBJECT))).hasMessageContaining("AADSTS70021");
        app.addFederation(issuer, SUBJECT);
        assertThat(assertionFailure(issuer.token("other")))
                .hasMessageContaining("AADSTS700213")
                .hasMessageContaining("issuer, subject and audience");
        assertThat(assertionFailure(issuer.token(SUBJECT, "other", Duration.ofHours(1))))
                .hasMessageContaining("AADSTS700212");
        assertThat(assertionFailure(issuer.token(SUBJECT, FakeIssuer.AUDIENCE, Duration.ofHours(-1))))
                .hasMessageContaining("AADSTS700024");
        assertThat(assertionFailure(identity.addIssuer().token(SUBJECT))).hasMessageContaining("AADSTS700211");
        assertThat(assertionFailure("no token")).hasMessageContaining("AADSTS50027");
        dequeue(builder().clientAssertion(() -> issuer.token(SUBJECT)).build());
    }

    @Test
    void aUserAndThePasswordUntilASecondFactorIsDemanded() {
        identity.addUser("robot@contoso.com", "pa ss+wörd");
        EntraTokenProvider provider = builder()
                .usernamePassword("robot@contoso.com", "pa ss+wörd".toCharArray())
                .build();
        dequeue(provider);
        identity.requireSecondFactor("robot@contoso.com");
        server.clock().advance(Duration.ofHours(2));
        assertThat(failure(provider)).hasMessageContaining("AADSTS50076").hasMessageContaining("client credentials");
    }

    @Test
    void managedIdentityWithRetries() {
        EntraTokenProvider provider = EntraTokenProvider.builder()
                .managedIdentityHost(identity.managedIdentityHost())
                .clock(server.clock())
                .managedIdentity()
                .build();
        for (int status : new int[] {404, 410, 429, 500, 503}) {
            identity.failNext(status);
        }
        dequeue(provider);
        assertThat(identity.tokenRequests()).isEqualTo(6);
        identity.removeSystemAssignedIdentity();
        server.clock().advance(Duration.ofHours(2));
        assertThat(failure(provider).reason()).isEqualTo(Reason.MISCONFIGURED);
        String clientId = identity.addUserAssignedIdentity();
        dequeue(EntraTokenProvider.builder()
                .managedIdentityHost(identity.managedIdentityHost())
                .clock(server.clock())
                .clientId(clientId)
                .managedIdentity()
                .build());
    }

    @Test
    void aManagedIdentityThatIsGoneIsRetriedForSeventySeconds() {
        EntraTokenProvider provider = EntraTokenProvider.builder()
                .managedIdentityHost(identity.managedIdentityHost())
                .clock(server.clock())
                .managedIdentity()
                .build();
        for (int i = 0; i < 20; i++) {
            identity.failNext(410);
        }
        java.time.Instant before = server.clock().instant();
        failure(provider);
        assertThat(Duration.between(before, server.clock().instant()))
                .isBetween(Duration.ofSeconds(70), Duration.ofSeconds(90));
    }

    @Test
    void theVariablesDecide() throws Exception {
        app.addCertificate(certificate.certificate());
        FakeIssuer issuer = identity.addIssuer();
        app.addFederation(issuer, SUBJECT);
        identity.addUser("robot", "secret-password");
        Path file = Files.writeString(directory.resolve("projected"), issuer.token(SUBJECT));
        Map<String, String> common = Map.of(
                "AZURE_TENANT_ID", identity.tenantId(),
                "AZURE_CLIENT_ID", app.clientId(),
                "AZURE_AUTHORITY_HOST", identity.authority() + "/");
        for (Map<String, String> way : List.of(
                Map.of("AZURE_CLIENT_SECRET", app.addSecret()),
                Map.of("AZURE_CLIENT_CERTIFICATE_PATH", pem().toString()),
                Map.of("AZURE_USERNAME", "robot", "AZURE_PASSWORD", "secret-password"),
                Map.of("AZURE_FEDERATED_TOKEN_FILE", file.toString()))) {
            Map<String, String> variables = new HashMap<>(common);
            variables.putAll(way);
            EntraTokenProvider provider = EntraTokenProvider.fromEnvironment(variables);
            // The system's clock: a certificate's assertion would be of another time than the server's.
            if (!way.containsKey("AZURE_CLIENT_CERTIFICATE_PATH")) {
                assertThat(token(provider)).isNotEmpty();
            }
            assertThat(provider.toString()).contains(app.clientId()).doesNotContain("secret-password");
        }
        EntraTokenProvider appService = EntraTokenProvider.fromEnvironment(Map.of(
                "IDENTITY_ENDPOINT", identity.appServiceEndpoint().toString(),
                "IDENTITY_HEADER", identity.appServiceHeader()));
        assertThat(token(appService)).isNotEmpty();
        assertThat(server.requests().toString()).doesNotContain(identity.appServiceHeader());
    }

    @Test
    void adfsByEachWayForTheResourceThatIsSet() {
        String resource = "https://ax.contoso.com/namespaces/AXSF";
        identity.addResource(resource);
        identity.addUser("contoso\\robot", "pw");
        app.addCertificate(certificate.certificate());
        AdfsTokenProvider.Builder builder = AdfsTokenProvider.builder()
                .adfs(identity.adfs())
                .clientId(app.clientId())
                .clock(server.clock());
        token(builder.clientSecret(app.addSecret().toCharArray()).build());
        token(builder.resource(resource).certificate(key()).build());
        token(builder.usernamePassword("contoso\\robot", "pw".toCharArray()).build());
        assertThat(identity.tokenRequests()).isEqualTo(3);
        assertThat(failure(AdfsTokenProvider.clientSecret(identity.adfs(), app.clientId(), "wrong")))
                .hasMessageContaining("MSIS9622");
    }

    @Test
    void oneProviderServesManyClientsAndEnvironments() {
        identity.addResource("https://other.operations.dynamics.com");
        EntraTokenProvider provider = builder().clientSecret(app.addSecret()).build();
        dequeue(provider);
        dequeue(provider);
        assertThat(identity.tokenRequests()).isEqualTo(1);
        for (String spelling : List.of(
                "https://other.operations.dynamics.com",
                "https://Other.operations.dynamics.com/",
                "https://other.operations.dynamics.com/namespaces/x")) {
            provider.token(TokenRequest.of(spelling)).toCompletableFuture().join();
        }
        assertThat(identity.tokenRequests()).isEqualTo(2);
        assertThatThrownBy(() -> provider.token(TokenRequest.of("00000015-0000-0000-c000-000000000000")))
                .hasMessageContaining("resource");
    }

    private TokenUnavailableException assertionFailure(String assertion) {
        return failure(builder().clientAssertion(() -> assertion).build());
    }
}
