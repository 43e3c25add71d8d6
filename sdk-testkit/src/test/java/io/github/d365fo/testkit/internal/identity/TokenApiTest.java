package io.github.d365fo.testkit.internal.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.harness.PlainHttp;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens as another client asks for them and uses them: over plain HTTP. */
class TokenApiTest {
    private final FakeConnectorServer server = FakeConnectorServer.start();
    private final PlainHttp http = new PlainHttp(server);

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "client_secret,wrong,7000215",
        "client_id,wrong,700016",
        "scope,https://other/.default,500011",
        "scope,none,1002012",
        "grant_type,authorization_code,70003"
    })
    void theTokenEndpointRefusesWhatIsWrong(String field, String value, String code) throws Exception {
        HttpResponse<String> answer = askForToken("v2.0/", field, value);
        assertThat(answer.statusCode()).isBetween(400, 401);
        assertThat(answer.body()).contains("AADSTS" + code).contains("trace_id").contains("correlation_id");
    }

    @Test
    void theTokenEndpointKnowsItsTenantAndItsOlderVersion() throws Exception {
        HttpRequest other = HttpRequest.newBuilder(URI.create(server.environment() + "/other/oauth2/v2.0/token"))
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials"))
                .build();
        assertThat(http.send(other).body()).contains("AADSTS90002");
        assertThat(askForToken("v2.0/", "", "").body()).contains("\"expires_in\":3599");
        assertThat(askForToken("", "", "").body()).contains("\"expires_in\":\"3599\"");
    }

    @Test
    void noTokenAWrongOneAndAnOldOneAreRefused() throws Exception {
        String path = "/api/connector/dequeue/" + exports();
        String token = PlainHttp.token(server);
        assertThat(http.send("GET", path, "", token).statusCode()).isEqualTo(204);
        assertThat(http.send("GET", path, "", "wrong").body()).contains("Authentication failed.");
        HttpRequest bare =
                HttpRequest.newBuilder(server.environment().resolve(path)).build();
        assertThat(http.send(bare).statusCode()).isEqualTo(401);
        server.clock().advance(Duration.ofSeconds(3599));
        assertThat(http.send("GET", path, "", token).statusCode()).isEqualTo(401);
    }

    private String exports() {
        return server.exportJob().activityId().value();
    }

    private HttpResponse<String> askForToken(String version, String field, String value) throws Exception {
        Map<String, String> form = new HashMap<>(Map.of(
                "grant_type", "client_credentials",
                "client_id", server.clientId(),
                "client_secret", server.clientSecret(),
                "scope", server.environment() + "/.default",
                "resource", server.environment().toString()));
        form.replace(field, value);
        String body = String.join(
                "&",
                form.entrySet().stream()
                        .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                        .toList());
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(server.environment() + "/" + server.tenantId() + "/oauth2/" + version + "token"))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request);
    }
}
