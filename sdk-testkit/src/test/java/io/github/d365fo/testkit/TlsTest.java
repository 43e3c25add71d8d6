package io.github.d365fo.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.auth.TokenRequest;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.error.TransportException;
import io.github.d365fo.connector.retry.RetryPolicy;
import io.github.d365fo.testkit.harness.CapturedLog;
import io.github.d365fo.testkit.harness.FaceUnderTest;
import io.github.d365fo.testkit.harness.Zips;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(CapturedLog.class)
class TlsTest {
    private static final byte[] CONTENT = Zips.ofSize(1_000_000);

    @TempDir
    Path directory;

    private FakeConnectorServer server = FakeConnectorServer.builder().tls(true).start();

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void everythingWorksEncrypted(FaceUnderTest face) {
        server.exportJob().publish(CONTENT);
        RecurringJob exports = exports(server.client(), face);
        DequeueResult message = exports.dequeue().orElseThrow();
        assertThat(message.downloadLocation().orElseThrow()).hasScheme("https");
        assertThat(exports.download(message, directory.resolve("a.zip")).path()).hasBinaryContent(CONTENT);
        exports.acknowledge(message);
        server.verify().nothingUnacknowledged().noSecretSeen().noBodyLeftOpen();
    }

    @ParameterizedTest
    @EnumSource
    void anAddressBehindALoadBalancerIsPutRight(FaceUnderTest face) {
        server.close();
        server = FakeConnectorServer.builder().tls(true).downloadsOnPort80(true).start();
        server.exportJob().publish(CONTENT);
        RecurringJob exports = exports(server.client(), face);
        DequeueResult message = exports.dequeue().orElseThrow();
        assertThat(message.downloadLocation().orElseThrow()).hasScheme("http").hasPort(80);
        assertThat(exports.download(message, directory.resolve("a.zip")).size()).isEqualTo(CONTENT.length);
    }

    @Test
    void theCertificateIsTrustedByItsContextAlone() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.environment()).build();
        assertThatThrownBy(() -> HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding()))
                .isInstanceOf(SSLHandshakeException.class);
        HttpClient trusting =
                HttpClient.newBuilder().sslContext(server.sslContext()).build();
        assertThat(trusting.send(request, HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(404);
        server.certificate().verify(server.certificate().getPublicKey());
        server.certificate().checkValidity();
        assertThat(server.certificate().getSubjectAlternativeNames()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void aBrokenHandshakeIsNoEndOfTheWorld(FaceUnderTest face) {
        try (ConnectorClient client = withToken(RetryPolicy.ofDefaults())) {
            server.faults().onConnection().inject(new Fault.TlsFailure());
            assertThat(exports(client, face).dequeue()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFailedHandshakeFailsTheCall(FaceUnderTest face) {
        try (ConnectorClient client = withToken(RetryPolicy.none())) {
            server.faults().onConnection().always().inject(new Fault.TlsFailure());
            assertThatThrownBy(exports(client, face)::dequeue).isInstanceOf(TransportException.class);
        }
    }

    private ConnectorClient withToken(RetryPolicy retries) {
        String token = server.tokenProvider()
                .token(TokenRequest.of(server.environment().toString()))
                .toCompletableFuture()
                .join()
                .value();
        return ConnectorClient.builder()
                .environment(server.environment())
                .tokenProvider(TokenProvider.ofStatic(token))
                .httpClient(server.httpClient())
                .clock(server.clock())
                .retryPolicy(retries)
                .build();
    }

    @Test
    void withoutTlsThereIsNoContext() {
        server.close();
        server = FakeConnectorServer.start();
        assertThatThrownBy(server::sslContext)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("tls(true)");
        assertThatThrownBy(server::certificate).isInstanceOf(IllegalStateException.class);
    }

    private RecurringJob exports(ConnectorClient client, FaceUnderTest face) {
        return face.job(client, server.exportJob().activityId().value());
    }
}
