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
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
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
        assertThat(server.certificate().getBasicConstraints()).isZero();
    }

    @Test
    void theAuthorityAloneIsEnoughToTrustEveryName() throws Exception {
        server.close();
        server = FakeConnectorServer.builder().tls(true).host("localhost").start();
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("authority", server.certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        HttpClient trusting = HttpClient.newBuilder().sslContext(context).build();
        assertThat(server.environment()).hasHost("localhost");
        assertThat(server.addresses())
                .hasSize(2)
                .allSatisfy(address -> assertThat(status(trusting, address)).isEqualTo(404));
    }

    private static int status(HttpClient client, URI address) throws Exception {
        return client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void onePortCanTakeBoth() throws Exception {
        server.close();
        server = FakeConnectorServer.builder().tls(true).plainHttp(true).start();
        assertThat(server.addresses())
                .extracting(URI::toString)
                .containsExactly(
                        at("https", "127.0.0.1"),
                        at("http", "127.0.0.1"),
                        at("https", "localhost"),
                        at("http", "localhost"));
        for (URI address : server.addresses()) {
            assertThat(status(server.httpClient(), address)).isEqualTo(404);
        }
        try (Socket silent = new Socket("127.0.0.1", server.environment().getPort())) {
            silent.shutdownOutput();
            assertThat(silent.getInputStream().read()).isNegative();
        }
    }

    private String at(String scheme, String host) {
        return scheme + "://" + host + ":" + server.environment().getPort();
    }

    @Test
    void aBrokenHandshakeLeavesPlainConnectionsAlone() throws Exception {
        server.close();
        server = FakeConnectorServer.builder().tls(true).plainHttp(true).start();
        server.faults().onConnection().inject(new Fault.TlsFailure());
        assertThat(status(server.httpClient(), server.addresses().get(1))).isEqualTo(404);
        assertThat(server.faults().unfired()).hasSize(1);
        assertThatThrownBy(() -> status(server.httpClient(), server.environment()))
                .isInstanceOf(SSLException.class);
    }

    @Test
    void anotherPortCanHaveTls() throws Exception {
        server.close();
        server = FakeConnectorServer.builder().tlsPort(0).start();
        assertThat(server.addresses()).extracting(URI::getScheme).containsExactly("https", "http", "https", "http");
        assertThat(server.addresses().get(0).getPort())
                .isNotEqualTo(server.addresses().get(1).getPort());
        for (URI address : server.addresses()) {
            assertThat(status(server.httpClient(), address)).isEqualTo(404);
        }
        assertThat(server.environment()).hasScheme("https");
        assertThat(server.client().job(server.exportJob().activityId()).dequeue())
                .isEmpty();
    }

    @Test
    void aPortThatIsTakenFreesTheOther() throws Exception {
        int taken = server.environment().getPort();
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        FakeConnectorServer.Builder builder =
                FakeConnectorServer.builder().port(free).tlsPort(taken);
        assertThatThrownBy(builder::start)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("port " + taken + " of 127.0.0.1");
        new ServerSocket(free, 1, InetAddress.getLoopbackAddress()).close();
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
