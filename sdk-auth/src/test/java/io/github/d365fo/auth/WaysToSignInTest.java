package io.github.d365fo.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.auth.TokenRequest;
import io.github.d365fo.connector.error.TokenUnavailableException;
import io.github.d365fo.connector.error.TokenUnavailableException.Reason;
import io.github.d365fo.testkit.EntraError;
import io.github.d365fo.testkit.FakeApp;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.FakeIdentity;
import io.github.d365fo.testkit.FakeIssuer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way to sign in, against an identity provider that checks what it gets. */
@Timeout(60)
class WaysToSignInTest {
    private static final String SUBJECT = "system:serviceaccount:integration:journals";

    @TempDir
    static Path directory;

    private static TestCertificate certificate;

    private final FakeConnectorServer server = FakeConnectorServer.start();
    private final FakeIdentity identity = server.identity();
    private final FakeApp app = identity.addApp();

    @BeforeAll
    static void makeCertificate() throws Exception {
        certificate = TestCertificate.create(directory, "app", 3650);
    }

    @AfterEach
    void stop() {
        server.close();
    }

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
    void aCertificateThatIsNotUploadedIsAnError() {
        EntraTokenProvider provider = builder().certificate(key()).build();
        assertThat(failure(provider))
                .hasMessageContaining("AADSTS700027")
                .hasMessageContaining("check the certificate that was uploaded");
    }

    @ParameterizedTest
    @ValueSource(longs = {-20, 20})
    void aSkewedClockIsNamed(long minutes) {
        app.addCertificate(certificate.certificate());
        Clock skewed = Clock.offset(server.clock().withZone(java.time.ZoneOffset.UTC), Duration.ofMinutes(minutes));
        TokenUnavailableException failure =
                failure(builder().certificate(key()).clock(skewed).build());
        assertThat(failure).hasMessageContaining("AADSTS700024").hasMessageContaining("clock");
        assertThat(failure.reason()).isEqualTo(Reason.MISCONFIGURED);
        assertThat(failure.traceId()).isPresent();
        assertThat(failure.correlationId()).isPresent();
        assertThat(failure.oauthError()).contains("invalid_client");
        assertThat(failure.providerCode()).contains("AADSTS700024");
    }

    @Test
    void aCertificateIsWarnedOfThirtyDaysBeforeItsEndAndRefusedAfterIt() throws Exception {
        // Good until 31 January 2026; the server's clock starts on 5 January.
        TestCertificate ending = TestCertificate.create(directory, "ending", 395);
        app.addCertificate(ending.certificate());
        List<String> warnings = new ArrayList<>();
        Logger logger = Logger.getLogger("io.github.d365fo.auth");
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                warnings.add(line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(handler);
        try {
            EntraTokenProvider provider = builder()
                    .certificate(ClientCertificate.of(ending.key(), List.of(ending.certificate())))
                    .build();
            token(provider);
            assertThat(warnings).singleElement().asString().contains("expires in 2", "days", app.clientId());
            server.clock().advance(Duration.ofDays(60));
            assertThat(failure(provider)).hasMessageContaining("the certificate expired on 2026-01-31");
        } finally {
            logger.removeHandler(handler);
        }
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
    void aMachinesIdentityWithItsRetries() {
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
    void anUpdateOfTheMachinesEndpointIsWaitedForAtLeastSeventySeconds() {
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
    void noEndpointIsAbsentAndADeadOneIsUnreachable() {
        EntraTokenProvider nowhere = EntraTokenProvider.builder()
                .managedIdentityHost(URI.create("http://127.0.0.1:1"))
                .managedIdentity()
                .build();
        assertThat(failure(nowhere).reason()).isEqualTo(Reason.ABSENT);
        EntraTokenProvider provider = builder().clientSecret(app.addSecret()).build();
        for (int tries = 0; tries < 3; tries++) {
            identity.failNext(503);
        }
        assertThat(failure(provider).reason()).isEqualTo(Reason.UNREACHABLE);
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
    void whatIsMissingOfTheVariablesIsNamed() {
        assertThatThrownBy(() -> EntraTokenProvider.fromEnvironment(Map.of("AZURE_CLIENT_SECRET", "s")))
                .isInstanceOfSatisfying(
                        TokenUnavailableException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.MISCONFIGURED))
                .hasMessageContaining("AZURE_TENANT_ID, AZURE_CLIENT_ID");
        EntraTokenProvider none =
                EntraTokenProvider.fromEnvironment(Map.of("AZURE_POD_IDENTITY_AUTHORITY_HOST", "http://127.0.0.1:1"));
        assertThat(failure(none)).hasMessageContaining("these variables are not set: AZURE_CLIENT_SECRET");
        assertThat(failure(none).reason()).isEqualTo(Reason.ABSENT);
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
    void aRefreshThatFailsInTheEarlyWindowDisturbsNobody() {
        EntraTokenProvider provider = builder().clientSecret(app.addSecret()).build();
        String first = token(provider);
        server.clock().advance(Duration.ofMinutes(56));
        identity.refuseNext(EntraError.CONDITIONAL_ACCESS);
        assertThat(token(provider)).isEqualTo(first);
        assertThat(token(provider)).isEqualTo(first);
        assertThat(identity.tokenRequests()).isEqualTo(2);
        server.clock().advance(Duration.ofSeconds(31));
        assertThat(token(provider)).isNotEqualTo(first);
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

    @Test
    void throttlingIsHonoured() {
        EntraTokenProvider provider = builder().clientSecret(app.addSecret()).build();
        identity.throttleNext(Duration.ofSeconds(60));
        assertThat(failure(provider).reason()).isEqualTo(Reason.THROTTLED);
        assertThat(failure(provider).retryAfter()).contains(Duration.ofSeconds(60));
        assertThat(identity.tokenRequests()).isEqualTo(1);
        server.clock().advance(Duration.ofSeconds(60));
        dequeue(provider);
    }

    @Test
    void anExpiredSecretAndAWrongTenantSayWhatToDo() {
        EntraTokenProvider expired =
                builder().clientSecret(app.addSecret(Duration.ofDays(-1))).build();
        assertThat(failure(expired)).hasMessageContaining("the secret has expired");
        EntraTokenProvider elsewhere = builder()
                .tenantId("contoso.example")
                .clientSecret(app.addSecret())
                .build();
        assertThat(failure(elsewhere)).hasMessageContaining("AADSTS90002").hasMessageContaining("check the tenant id");
    }

    @ParameterizedTest
    @EnumSource
    void everyRefusalIsReadAsWhatItIs(EntraError error) {
        identity.refuseNext(error);
        TokenUnavailableException failure =
                failure(builder().clientSecret(app.addSecret()).build());
        assertThat(failure.providerCode()).contains("AADSTS" + error.code());
        assertThat(failure.reason()).isEqualTo(Reason.MISCONFIGURED);
    }

    @Test
    void aDestroyedProviderHasNothingLeft() {
        EntraTokenProvider provider = builder().clientSecret(app.addSecret()).build();
        token(provider);
        provider.destroy();
        assertThat(provider.isDestroyed()).isTrue();
        assertThat(failure(provider)).hasMessageContaining("destroyed");
    }

    private EntraTokenProvider.Builder builder() {
        return EntraTokenProvider.builder()
                .authority(identity.authority())
                .tenantId(identity.tenantId())
                .clientId(app.clientId())
                .clock(server.clock());
    }

    private static ClientCertificate key() {
        return ClientCertificate.of(certificate.key(), List.of(certificate.certificate()));
    }

    private static Path pem() throws Exception {
        return certificate.pem(directory.resolve("app.pem"));
    }

    private TokenUnavailableException assertionFailure(String assertion) {
        return failure(builder().clientAssertion(() -> assertion).build());
    }

    /** Uses a token at the environment, through both faces. */
    private void dequeue(TokenProvider provider) {
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

    private String token(TokenProvider provider) {
        return provider.token(TokenRequest.of(server.environment().toString()))
                .toCompletableFuture()
                .join()
                .value();
    }

    private TokenUnavailableException failure(TokenProvider provider) {
        CompletionException thrown = catchThrowableOfType(CompletionException.class, () -> token(provider));
        assertThat(thrown.getCause()).isInstanceOf(TokenUnavailableException.class);
        return (TokenUnavailableException) thrown.getCause();
    }
}
