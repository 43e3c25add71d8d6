package io.github.d365fo.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.error.TokenUnavailableException;
import io.github.d365fo.connector.error.TokenUnavailableException.Reason;
import io.github.d365fo.testkit.EntraError;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an identity provider refuses, what it can not be asked, and what its user is told. */
class RefusedSignInTest extends SignInRig {
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
    void anExpiringCertificateIsWarnedOfThenRefused() throws Exception {
        // Good until 31 January 2026; the server's clock starts on 5 January.
        TestCertificate ending = TestCertificate.create(directory, "ending", 395);
        app.addCertificate(ending.certificate());
        EntraTokenProvider provider = builder()
                .certificate(ClientCertificate.of(ending.key(), List.of(ending.certificate())))
                .build();
        token(provider);
        assertThat(LOG.lines("io.github.d365fo.auth"))
                .singleElement()
                .asString()
                .contains("WARNING", "expires in 2", "days", app.clientId());
        server.clock().advance(Duration.ofDays(60));
        assertThat(failure(provider)).hasMessageContaining("the certificate expired on 2026-01-31");
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
    void aFailedEarlyRefreshKeepsTheOldToken() {
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
}
