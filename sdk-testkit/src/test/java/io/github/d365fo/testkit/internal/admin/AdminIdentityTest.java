package io.github.d365fo.testkit.internal.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.d365fo.testkit.EntraError;
import io.github.d365fo.testkit.internal.crypto.CertificateAuthority;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may sign in is said over HTTP, and is then asked of the token endpoint as any client asks it. */
class AdminIdentityTest extends AdministeredServer {
    @Test
    void anAppThatIsAddedSignsInUntilItsSecretEnds() throws Exception {
        JsonNode app = admin.call("POST", "/identity/apps", "{\"secretLifetime\":\"PT1H\"}", 201);
        assertThat(signIn(app)).contains("access_token");
        server.clock().advance(Duration.ofHours(1));
        assertThat(signIn(app)).contains("AADSTS" + EntraError.SECRET_EXPIRED.code());
        assertThat(signIn(admin.call("POST", "/identity/apps", "{}", 201))).contains("access_token");
        assertThat(admin.get("/overview").toString() + admin.get("/journal"))
                .doesNotContain(app.path("clientSecret").asText());
    }

    @Test
    void aJobIsOpenToTheAppThatItNames() throws Exception {
        JsonNode app = admin.call("POST", "/identity/apps", "{}", 201);
        String job = admin.call(
                        "POST",
                        "/jobs",
                        "{\"kind\":\"export\",\"authorize\":["
                                + app.path("clientId").toString() + "]}",
                        201)
                .path("activityId")
                .asText();
        assertThat(dequeue(job, signIn(app))).isEqualTo(204);
        assertThat(dequeue(job, signIn(admin.get("/credentials")))).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({"false,access_token", "true,AADSTS50076"})
    void aUserSignsInUnlessASecondFactorIsDemanded(boolean secondFactor, String answer) throws Exception {
        admin.call(
                "POST",
                "/identity/users",
                "{\"name\":\"Ada@contoso.example\",\"password\":\"p\",\"secondFactor\":" + secondFactor + "}",
                204);
        Map<String, String> form = new TreeMap<>(Map.of("grant_type", "password", "client_id", server.clientId()));
        form.putAll(Map.of("username", "ada@contoso.example", "password", "p", "scope", scope()));
        assertThat(post(form)).contains(answer);
    }

    @Test
    void theNextTokenRequestsAreRefused() throws Exception {
        admin.call("POST", "/identity/refusals", "{\"error\":\"CONDITIONAL_ACCESS\"}", 204);
        admin.call("POST", "/identity/refusals", "{\"error\":\"INVALID_SECRET\"}", 204);
        JsonNode credentials = admin.get("/credentials");
        assertThat(signIn(credentials)).contains("AADSTS53003");
        assertThat(signIn(credentials)).contains("AADSTS7000215");
        assertThat(signIn(credentials)).contains("access_token");
    }

    @Test
    void theNextTokenRequestsAreThrottledOrFail() throws Exception {
        admin.call("POST", "/identity/refusals", "{\"retryAfter\":\"PT7S\"}", 204);
        admin.call("POST", "/identity/refusals", "{\"status\":503}", 204);
        JsonNode credentials = admin.get("/credentials");
        assertThat(signIn(credentials)).contains("temporarily_unavailable");
        assertThat(signIn(credentials)).contains("temporarily_unavailable");
        assertThat(signIn(credentials)).contains("access_token");
        assertThat(admin.get("/identity").path("tokenRequests").asInt()).isEqualTo(3);
    }

    @Test
    void anAppKeepsTheIdAndTheSecretThatItIsGiven() throws Exception {
        String app = "{\"clientId\":\"11111111-AAAA-4444-8888-000000000001\",\"secret\":\"my own secret\"}";
        JsonNode added = admin.call("POST", "/identity/apps", app, 201);
        assertThat(added.toString()).isEqualTo("{\"clientId\":\"11111111-aaaa-4444-8888-000000000001\"}");
        ObjectNode credentials = added.deepCopy();
        assertThat(signIn(credentials.put("clientSecret", "my own secret"))).contains("access_token");
        assertThat(admin.get("/identity").toString())
                .contains("11111111-aaaa-4444-8888-000000000001")
                .doesNotContain("my own secret");
        server.verify().noSecretSeen();
        assertThat(admin.get("/journal").toString()).doesNotContain("my own secret", "my+own+secret");
    }

    @Test
    void anAppSignsInWithTokensOfAnIssuerThatItTrusts() throws Exception {
        String issuer =
                admin.call("POST", "/identity/issuers", "", 201).path("issuer").toString();
        JsonNode app = admin.call(
                "POST", "/identity/apps", "{\"federations\":[{\"issuer\":" + issuer + ",\"subject\":\"feeds\"}]}", 201);
        assertThat(app.has("clientSecret")).isFalse();
        assertThat(signInWith(app, federated(issuer, "feeds"))).contains("access_token");
        assertThat(signInWith(app, federated(issuer, "others"))).contains("AADSTS");
        assertThat(admin.get("/identity").path("apps").toString()).contains("\"subject\":\"feeds\"");
    }

    private String federated(String issuer, String subject) {
        return admin.call(
                        "POST",
                        "/identity/issuers/tokens",
                        "{\"issuer\":" + issuer + ",\"subject\":\"" + subject + "\"}",
                        201)
                .path("token")
                .asText();
    }

    private String signInWith(JsonNode app, String assertion) throws Exception {
        return post(Map.of(
                "grant_type",
                "client_credentials",
                "client_id",
                app.path("clientId").asText(),
                "client_assertion_type",
                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                "client_assertion",
                assertion,
                "scope",
                scope()));
    }

    @Test
    void certificatesAreShownByTheirThumbprints() throws Exception {
        String pem = CertificateAuthority.get().pem().replace("\n", "\\n");
        admin.call("POST", "/identity/apps", "{\"certificates\":[\"" + pem + "\"]}", 201);
        byte[] digest = MessageDigest.getInstance("SHA-256")
                .digest(CertificateAuthority.get().certificate().getEncoded());
        assertThat(admin.get("/identity")
                        .path("apps")
                        .findValues("certificates")
                        .toString())
                .contains(Base64.getUrlEncoder().withoutPadding().encodeToString(digest));
    }

    @Test
    void managedIdentitiesAndResourcesAreAddedAndRemoved() {
        String added = admin.call("POST", "/identity/managed-identities", "", 201)
                .path("clientId")
                .asText();
        admin.call("POST", "/identity/resources", "{\"resource\":\"https://other.example:443\"}", 204);
        JsonNode view = admin.get("/identity");
        assertThat(view.path("userAssignedIdentities").get(0).asText()).isEqualTo(added);
        assertThat(view.path("resources").get(0).asText()).isEqualTo("https://other.example");
        assertThat(view.path("systemAssignedIdentity").asText())
                .isEqualTo(server.identity().systemAssignedIdentity().orElseThrow());
        admin.call("DELETE", "/identity/managed-identities/system", "", 204);
        assertThat(admin.get("/identity").has("systemAssignedIdentity")).isFalse();
        admin.call("DELETE", "/identity/managed-identities/system", "", 409);
    }

    @Test
    void theDocumentNamesEveryRefusal() {
        JsonNode names = admin.document().at("/components/schemas/Refusal/properties/error/enum");
        assertThat(StreamSupport.stream(names.spliterator(), false).map(JsonNode::asText))
                .containsExactly(
                        Arrays.stream(EntraError.values()).map(Enum::name).toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /identity/apps      | {"secretLifetime":7}                      | secretLifetime: expected a text
            /identity/apps      | {"password":"x"}                          | password: expected one of the fields
            /identity/apps      | {"secret":" "}                            | secret: expected a text, but it is blank
            /identity/apps      | {"certificates":["PEM"]}                  | certificates: expected X.509 certificates as PEM
            /identity/apps      | {"federations":[{"issuer":"x","subject":"y"}]} | issuer: expected one that
            /identity/issuers/tokens | {"issuer":"x","subject":"y"}         | issuer: expected one that was added
            /identity/resources | {}                                        | resource: expected a text, but it is missing
            /identity/users     | {"password":"p"}                          | name: expected a text, but it is missing
            /identity/users     | {"name":"","password":"p"}                | name: expected a text, but it is blank
            /identity/users     | {"name":"a"}                              | password: expected a text, but it is missing
            /identity/users     | {"name":"a","password":"p","secondFactor":"no"} | secondFactor: expected true or false
            /identity/refusals  | {}                                        | error: expected a text, but it is missing
            /identity/refusals  | {"error":"SECRET_EXPIRED","status":500}   | status: expected nothing else beside it
            /identity/refusals  | {"status":200}                            | status: expected 400 to 599
            /identity/refusals  | {"error":"NONSENSE"}                      | error: expected one of [INVALID_SECRET
            """)
    void whatMakesNoSenseIsRefused(String path, String body, String reason) {
        assertThat(admin.refusal("POST", path, body, 400)).startsWith(reason);
    }

    private String scope() {
        return server.environment() + "/.default";
    }

    private String signIn(JsonNode app) throws Exception {
        return post(Map.of(
                "grant_type", "client_credentials",
                "client_id", app.path("clientId").asText(),
                "client_secret", app.path("clientSecret").asText(),
                "scope", scope()));
    }

    private String post(Map<String, String> form) throws Exception {
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(HttpRequest.newBuilder(server.tokenEndpoint())
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(body)))
                .body();
    }

    private int dequeue(String job, String tokens) throws Exception {
        String token = tokens.replaceFirst(".*\"access_token\":\"([^\"]*)\".*", "$1");
        return send(HttpRequest.newBuilder(URI.create(server.environment() + "/api/connector/dequeue/" + job))
                        .header("Authorization", "Bearer " + token))
                .statusCode();
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
