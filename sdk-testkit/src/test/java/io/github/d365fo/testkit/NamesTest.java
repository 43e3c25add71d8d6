package io.github.d365fo.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.auth.AccessToken;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.testkit.harness.DataPlaneRig;
import io.github.d365fo.testkit.harness.RawHttp;
import io.github.d365fo.testkit.harness.Zips;
import io.github.d365fo.testkit.internal.identity.TokenFetch;
import io.github.d365fo.testkit.internal.json.JsonFields;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A client is answered with the address that it used, whichever of the server's it was. */
class NamesTest {
    private FakeConnectorServer server = FakeConnectorServer.builder()
            .tls(true)
            .plainHttp(true)
            .administration(true)
            .start();

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        server.close();
    }

    private String token(URI environment) throws Exception {
        String form = TokenFetch.form(server.clientId(), server.clientSecret(), environment + "/.default");
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(environment + "/" + server.tenantId() + "/oauth2/v2.0/token"))
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        String answer = server.httpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
        return Optional.ofNullable(JsonFields.texts(answer).get("access_token"))
                .orElseThrow(() -> new AssertionError(answer));
    }

    private ConnectorClient client(URI environment) {
        return ConnectorClient.builder()
                .environment(environment)
                .httpClient(server.httpClient())
                .tokenProvider(TokenProvider.blocking(
                        () -> AccessToken.of(unchecked(environment), Instant.parse("2100-01-01T00:00:00Z"))))
                .clock(server.clock())
                .build();
    }

    private String unchecked(URI environment) {
        try {
            return token(environment);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void everyAddressWorksByItself() throws Exception {
        assertThat(server.addresses()).hasSize(4);
        for (URI environment : server.addresses()) {
            server.exportJob().publish(Zips.ofSize(1000));
            try (ConnectorClient client = client(environment)) {
                RecurringJob exports = client.job(server.exportJob().activityId());
                DequeueResult message = exports.dequeue().orElseThrow();
                assertThat(message.downloadLocation().orElseThrow().toString()).startsWith(environment + "/");
                exports.download(message, directory.resolve(message.correlationId() + ".zip"));
                exports.acknowledge(message);
                assertThat(client.dataManagement().writeUrl("a.zip").url().uri().toString())
                        .startsWith(environment + "/");
            }
        }
        server.verify().noSecretSeen();
    }

    @Test
    void aTokenForOneAddressIsForTheEnvironmentAndSoForAll() throws Exception {
        URI localhost = server.addresses().get(3);
        assertThat(localhost).hasHost("localhost").hasScheme("http");
        String token = token(localhost);
        for (URI environment : server.addresses()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(environment + "/api/connector/dequeue/"
                            + server.exportJob().activityId()))
                    .header("Authorization", "Bearer " + token)
                    .build();
            assertThat(server.httpClient()
                            .send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(204);
        }
    }

    @Test
    void aFileThatWasUploadedAtOneAddressIsImportedAtAnother() throws Exception {
        try (DataPlaneRig rig = new DataPlaneRig(server)) {
            URI uploaded = rig.upload(DataPlaneRig.zip(DataPlaneRig.DataEntry.csv("Customers", "A\r\n1\r\n")));
            URI elsewhere = URI.create(uploaded.toString().replace("127.0.0.1", "localhost"));
            rig.value("ImportFromPackage", DataPlaneRig.importBody(elsewhere, "P", "", true, true));
        }
    }

    @Test
    void aNameThatIsNotItsOwnGetsThePrimaryAddress() throws Exception {
        String head = "GET /" + server.tenantId()
                + "/.well-known/openid-configuration HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n";
        URI plain = server.addresses().get(1);
        assertThat(ask(plain, head.replace("HOST", "elsewhere.example"))).contains(server.environment() + "/");
        server.addHost("elsewhere.example");
        String own = "http://elsewhere.example:" + plain.getPort();
        assertThat(ask(plain, head.replace("HOST", "elsewhere.example:" + plain.getPort())))
                .contains("\"" + own + "/");
    }

    @Test
    void theAdministrationAnswersToANewNameAndNotBefore() throws Exception {
        URI plain = server.addresses().get(1);
        String head = "GET /__admin/credentials HTTP/1.1\r\nHost: fake:9000\r\nConnection: close\r\n\r\n";
        assertThat(ask(plain, head)).contains("expected a request to " + server.environment());
        server.addHost("fake:9000");
        assertThat(ask(plain, head)).contains("\"scope\":\"http://fake:9000/.default\"");
    }

    private static String ask(URI address, String request) throws Exception {
        try (RawHttp http = new RawHttp(address)) {
            return http.send(request).answer().orElseThrow().body();
        }
    }

    /** Linux has a whole network of loopback addresses. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aServerOnAnotherAddressIsThereAndNowhereElse() {
        server.close();
        server = FakeConnectorServer.builder().bind("127.0.0.2").tls(true).start();
        assertThat(server.environment()).hasHost("127.0.0.2");
        assertThat(server.client().job(server.exportJob().activityId()).dequeue())
                .isEmpty();
        assertThatThrownBy(() -> new Socket("127.0.0.1", server.environment().getPort()))
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void addressesThatAreNoneAreRejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FakeConnectorServer.builder().bind("no address"))
                .withMessage("bind: expected an address of this machine, but got no address");
        assertThatIllegalArgumentException().isThrownBy(() -> server.addHost("a b"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FakeConnectorServer.builder().tlsPort(-1))
                .withMessage("tlsPort: expected 0 to 65535, but got -1");
    }
}
