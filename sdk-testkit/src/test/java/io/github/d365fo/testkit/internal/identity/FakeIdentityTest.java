package io.github.d365fo.testkit.internal.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.FakeIdentity;
import io.github.d365fo.testkit.internal.crypto.Jwt;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FakeIdentityTest {
    private final FakeConnectorServer server = FakeConnectorServer.start();
    private final FakeIdentity identity = server.identity();
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"v2.0/,/v2.0", "'',''"})
    void thePublishedKeyVerifiesATokenOfThePublishedEndpoint(String metadata, String keys) throws Exception {
        String configuration = get("/" + identity.tenantId() + "/" + metadata + ".well-known/openid-configuration");
        String endpoint = field(configuration, "token_endpoint");
        String form = "grant_type=client_credentials&client_id=" + server.clientId() + "&client_secret="
                + server.clientSecret() + "&scope=" + server.environment() + "/.default&resource="
                + server.environment();
        String token = field(post(endpoint, form).body(), "access_token");
        String published = get(URI.create(field(configuration, "jwks_uri")).getPath());
        assertThat(field(configuration, "jwks_uri")).contains(keys);
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(number(published, "n"), number(published, "e"))));
        signature.update(token.substring(0, token.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII));
        assertThat(signature.verify(Base64.getUrlDecoder().decode(token.substring(token.lastIndexOf('.') + 1))))
                .isTrue();
    }

    @Test
    void anAuthorityIsDiscovered() throws Exception {
        String answer = get("/common/discovery/instance?api-version=1.1&authorization_endpoint=" + identity.authority()
                + "/" + identity.tenantId() + "/oauth2/v2.0/authorize");
        assertThat(field(answer, "tenant_discovery_endpoint"))
                .isEqualTo(identity.authority() + "/" + identity.tenantId() + "/v2.0/.well-known/openid-configuration");
    }

    @ParameterizedTest
    @CsvSource({
        "common,grant_type=client_credentials,AADSTS50194",
        "not_a_tenant,grant_type=client_credentials,AADSTS900023",
        "contoso.example,grant_type=client_credentials,AADSTS90002",
        "TENANT,grant_type=implicit,AADSTS70003",
        "TENANT,grant_type=client_credentials&client_id=CLIENT,AADSTS7000218",
        "TENANT,grant_type=password&client_id=CLIENT&username=nobody,AADSTS50034",
        "TENANT,grant_type=password&client_id=CLIENT&username=Robot&password=wrong,AADSTS50126",
        "TENANT,grant_type=client_credentials&client_id=CLIENT&client_secret=SECRET&scope=x,AADSTS1002012",
        "TENANT,grant_type=client_credentials&client_id=CLIENT&client_secret=SECRET&scope=HTTP://127.0.0.1:PORT/.default,AADSTS65001"
    })
    void whatIsWrongIsRefusedWithItsCode(String tenant, String form, String code) throws Exception {
        identity.addUser("robot", "right");
        String filled = form.replace("CLIENT", server.clientId())
                .replace("SECRET", server.clientSecret())
                .replace("PORT", String.valueOf(server.environment().getPort()));
        String path = tenant.replace("TENANT", identity.tenantId());
        HttpResponse<String> answer = post(server.environment() + "/" + path + "/oauth2/v2.0/token", filled);
        assertThat(answer.statusCode()).isBetween(400, 401);
        assertThat(answer.body()).contains(code);
    }

    @Test
    void aTokenWithASlashIsGivenButNotTaken() throws Exception {
        String form = "grant_type=client_credentials&client_id=" + server.clientId() + "&client_secret="
                + server.clientSecret() + "&scope=" + server.environment() + "//.default";
        String token = field(post(server.tokenEndpoint().toString(), form).body(), "access_token");
        HttpRequest dequeue = HttpRequest.newBuilder(URI.create(server.environment() + "/api/connector/dequeue/"
                        + server.exportJob().activityId()))
                .header("Authorization", "Bearer " + token)
                .build();
        assertThat(http.send(dequeue, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(401);
    }

    @Test
    void managedIdentityEndpointsCheckTheirHeaders() throws Exception {
        String resource = "resource=" + server.environment();
        String machine = "/metadata/identity/oauth2/token?" + resource;
        assertThat(get(machine)).contains("metadata header");
        assertThat(get(machine, Map.of("Metadata", "true"))).contains("api-version");
        assertThat(get(machine + "&api-version=2018-02-01", Map.of("Metadata", "true", "X-Forwarded-For", "x")))
                .contains("proxy");
        assertThat(get("/metadata/identity/oauth2/token?resource=x&api-version=1", Map.of("Metadata", "true")))
                .contains("invalid_resource");
        assertThat(get("/msi/token?" + resource)).contains("identity header");
        assertThat(get("/msi/token?" + resource, Map.of("X-IDENTITY-HEADER", identity.appServiceHeader())))
                .contains("api-version");
        assertThat(get(
                        "/msi/token?api-version=2019-08-01&client_id=x&" + resource,
                        Map.of("X-IDENTITY-HEADER", identity.appServiceHeader())))
                .contains("not found");
    }

    @Test
    void textsHoldNoSecret() {
        assertThat(identity.toString() + identity.app() + identity.addIssuer())
                .contains(identity.tenantId(), server.clientId())
                .doesNotContain(server.clientSecret());
        assertThat(identity.adfs()).hasPath("/adfs");
        assertThat(identity.systemAssignedIdentity()).isPresent();
        assertThatThrownBy(() -> identity.failNext(200)).hasMessageContaining("status");
        assertThat(Jwt.parse("a.b.c")).isEmpty();
        assertThat(Jwt.parse("a")).isEmpty();
    }

    private String get(String path) throws Exception {
        return get(path, Map.of());
    }

    private String get(String path, Map<String, String> headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.environment() + path));
        headers.forEach(request::header);
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
    }

    private HttpResponse<String> post(String address, String form) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(address))
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String field(String json, String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(json);
        assertThat(matcher.find()).as(json).isTrue();
        return matcher.group(1);
    }

    private static BigInteger number(String json, String name) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(field(json, name)));
    }
}
