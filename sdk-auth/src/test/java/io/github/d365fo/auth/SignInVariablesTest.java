package io.github.d365fo.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.auth.TokenRequest;
import io.github.d365fo.connector.error.TokenUnavailableException;
import io.github.d365fo.connector.error.TokenUnavailableException.Reason;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Variables as they are found in the field, whole and half. */
@ExtendWith(CapturedLog.class)
@Timeout(60)
class SignInVariablesTest {
    @TempDir
    Path directory;

    private final FakeConnectorServer server = FakeConnectorServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aCertificateStoreNeedsItsPassword() throws Exception {
        TestCertificate certificate = TestCertificate.create(directory, "app", 3650);
        Map<String, String> variables = app();
        variables.put("AZURE_CLIENT_CERTIFICATE_PATH", certificate.pkcs12().toString());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EntraTokenProvider.fromEnvironment(variables))
                .withMessageContaining("check the file and its password");
        variables.put("AZURE_CLIENT_CERTIFICATE_PASSWORD", TestCertificate.PASSWORD);
        assertThat(EntraTokenProvider.fromEnvironment(variables).toString())
                .contains(server.clientId())
                .contains("certificate")
                .doesNotContain(TestCertificate.PASSWORD);
    }

    @Test
    void theDefaultAuthorityIsThePublicCloud() {
        Map<String, String> variables = app();
        variables.put("AZURE_CLIENT_SECRET", "secret");
        assertThat(EntraTokenProvider.fromEnvironment(variables).toString())
                .contains("https://login.microsoftonline.com/" + server.tenantId());
        variables.put("AZURE_AUTHORITY_HOST", "https://login.microsoftonline.us");
        assertThat(EntraTokenProvider.fromEnvironment(variables).toString())
                .contains("https://login.microsoftonline.us/" + server.tenantId());
    }

    @Test
    void aUserWithoutAPasswordIsNamed() {
        Map<String, String> variables = app();
        variables.put("AZURE_USERNAME", "robot@contoso.com");
        TokenUnavailableException failure = catchThrowableOfType(
                TokenUnavailableException.class, () -> EntraTokenProvider.fromEnvironment(variables));
        assertThat(failure).hasMessageContaining("these variables must be set too: AZURE_PASSWORD");
        assertThat(failure.reason()).isEqualTo(Reason.MISCONFIGURED);
    }

    @Test
    void aUserAssignedIdentityIsTakenByItsClientId() {
        String identity = server.identity().addUserAssignedIdentity();
        EntraTokenProvider provider = EntraTokenProvider.fromEnvironment(Map.of(
                "AZURE_CLIENT_ID",
                identity,
                "AZURE_POD_IDENTITY_AUTHORITY_HOST",
                server.identity().managedIdentityHost().toString()));
        assertThat(token(provider)).isNotBlank();
        assertThat(provider.toString()).contains("clientId=" + identity);
    }

    @Test
    void halfOfAppServicesVariablesAreNone() {
        EntraTokenProvider provider = EntraTokenProvider.fromEnvironment(Map.of(
                "IDENTITY_ENDPOINT",
                "http://127.0.0.1:1/msi/token",
                "AZURE_POD_IDENTITY_AUTHORITY_HOST",
                server.identity().managedIdentityHost().toString()));
        assertThat(token(provider)).isNotBlank();
    }

    @Test
    void aBrokenIdentityEndpointIsUnreachable() {
        EntraTokenProvider provider = EntraTokenProvider.builder()
                .managedIdentityHost(server.identity().managedIdentityHost())
                .managedIdentity()
                .build();
        server.faults().on(Operation.ACCESS_TOKEN).inject(new Fault.Truncated(5));
        assertThat(failure(provider).reason()).isEqualTo(Reason.UNREACHABLE);
    }

    @Test
    void anEmptyFileOfAFederatedTokenIsNamed() throws Exception {
        Path file = Files.writeString(directory.resolve("projected"), "\n");
        Map<String, String> variables = app();
        variables.put("AZURE_FEDERATED_TOKEN_FILE", file.toString());
        TokenUnavailableException failure = failure(EntraTokenProvider.fromEnvironment(variables));
        assertThat(failure).hasMessageContaining("the federated token file " + file + " is empty");
        assertThat(failure.reason()).isEqualTo(Reason.MISCONFIGURED);
    }

    @Test
    void workloadIdentityNamesMissingVariables() {
        TokenUnavailableException failure = catchThrowableOfType(
                TokenUnavailableException.class,
                () -> SignInVariables.of(Map.of()).workloadIdentity());
        assertThat(failure).hasMessageContaining("AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_FEDERATED_TOKEN_FILE");
    }

    @Test
    void aClockThatIsNotVirtualWaitsInRealTime() {
        server.identity().failNext(503);
        EntraTokenProvider provider = EntraTokenProvider.builder()
                .managedIdentityHost(server.identity().managedIdentityHost())
                .managedIdentity()
                .clock(Clock.fixed(server.clock().instant(), ZoneOffset.UTC))
                .build();
        assertThat(token(provider)).isNotBlank();
        assertThat(server.identity().tokenRequests()).isEqualTo(2);
    }

    private Map<String, String> app() {
        Map<String, String> variables = new HashMap<>();
        variables.put("AZURE_TENANT_ID", server.tenantId());
        variables.put("AZURE_CLIENT_ID", server.clientId());
        return variables;
    }

    private String token(EntraTokenProvider provider) {
        return provider.token(TokenRequest.of(server.environment().toString()))
                .toCompletableFuture()
                .join()
                .value();
    }

    private TokenUnavailableException failure(EntraTokenProvider provider) {
        CompletionException thrown = catchThrowableOfType(CompletionException.class, () -> token(provider));
        assertThat(thrown.getCause()).isInstanceOf(TokenUnavailableException.class);
        return (TokenUnavailableException) thrown.getCause();
    }
}
