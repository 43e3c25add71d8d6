package io.github.d365fo.testkit.internal.connector;

import static io.github.d365fo.testkit.harness.DataPlaneRig.importBody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.datamanagement.ImportRequest;
import io.github.d365fo.connector.datamanagement.WriteUrl;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.ServiceException;
import io.github.d365fo.connector.status.MessageState;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.harness.DataPlaneRig;
import io.github.d365fo.testkit.harness.DataPlaneRig.DataEntry;
import io.github.d365fo.testkit.harness.FaceUnderTest;
import io.github.d365fo.testkit.internal.json.JsonFields;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients of others send in ways of their own and the service takes all the same, and what it does not take. */
class TolerantReadingTest {
    private static final String MARK = "\ufeff";

    private final DataPlaneRig rig =
            new DataPlaneRig(FakeConnectorServer.builder().administration(true).start());
    private final FakeConnectorServer server = rig.server;

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        rig.close();
    }

    @ParameterizedTest
    @CsvSource({"Bearer ,204", "bearer ,204", "BEARER ,204", "bEaReR ,204", "'bearer  ',204", "'',401", "Basic ,401"})
    void theSchemeOfATokenMayBeWrittenInAnyCase(String scheme, int status) throws Exception {
        String header = scheme.isEmpty() || scheme.endsWith(" ") ? scheme : scheme + " ";
        HttpRequest dequeue = HttpRequest.newBuilder(at("/api/connector/dequeue/" + exports()))
                .header("authorization", header + token())
                .build();
        assertThat(send(dequeue).statusCode()).isEqualTo(status);
        server.verify().noSecretSeen();
        assertThat(server.requests().toString()).doesNotContain(token());
    }

    @Test
    void aTokenOfAnySpellingInTheWrongPlaceIsSeen() throws Exception {
        URI address = rig.writeUrl("x");
        rig.get(address, "Authorization", "bearer " + token());
        assertThatThrownBy(() -> server.verify().noSecretSeen()).isInstanceOf(AssertionError.class);
    }

    @Test
    void aByteOrderMarkBeforeJsonIsSkipped() throws Exception {
        server.exportJob().publish(new byte[] {'P', 'K'});
        String message =
                send(authorized("/api/connector/dequeue/" + exports()).build()).body();
        assertThat(send(authorized("/api/connector/ack/" + exports())
                                .POST(HttpRequest.BodyPublishers.ofString(MARK + message))
                                .build())
                        .statusCode())
                .isEqualTo(200);
        assertThat(server.exportJob().acknowledged()).isOne();
        assertThat(rig.value("GetAzureWriteUrl", MARK + "{\"uniqueFileName\":\"x\"}"))
                .contains("BlobUrl");
        assertThat(send(HttpRequest.newBuilder(at("/__admin/clock/advance"))
                                .POST(HttpRequest.BodyPublishers.ofString(MARK + "{\"duration\":\"PT1S\"}"))
                                .build())
                        .statusCode())
                .isEqualTo(200);
        assertThat(post(server.tokenEndpoint().toString(), MARK + form("scope=" + server.environment() + "/.default"))
                        .statusCode())
                .isEqualTo(200);
    }

    static Stream<String> addressesWithASlash() {
        return Stream.of(
                "/metadata/identity/oauth2/token/?api-version=2018-02-01&resource=ENV",
                "/msi/token/?api-version=2019-08-01&resource=ENV",
                "/TENANT/v2.0/.well-known/openid-configuration/",
                "/TENANT/discovery/v2.0/keys/",
                "/common/discovery/instance/?authorization_endpoint=ENV/TENANT/oauth2/v2.0/authorize");
    }

    @ParameterizedTest
    @MethodSource("addressesWithASlash")
    void addressesOfTheIdentityProviderMayEndInASlash(String address) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(at(
                        address.replace("ENV", server.environment().toString()).replace("TENANT", server.tenantId())))
                .header("Metadata", "true")
                .header("X-IDENTITY-HEADER", server.identity().appServiceHeader())
                .build();
        assertThat(send(request).statusCode()).isEqualTo(200);
        String form = form("resource=" + server.environment());
        assertThat(post(server.environment() + "/" + server.tenantId() + "/oauth2/token/", form)
                        .statusCode())
                .isEqualTo(200);
    }

    static Stream<Arguments> ports() {
        List<String> https = List.of("https://contoso.example", "https://contoso.example:443");
        List<String> http = List.of("http://contoso.example", "http://contoso.example:80");
        return Stream.of(https, http)
                .flatMap(same -> same.stream().flatMap(one -> same.stream().map(two -> Arguments.of(one, two))));
    }

    @ParameterizedTest
    @MethodSource("ports")
    void aResourceIsTheSameWithTheSchemesOwnPort(String known, String asked) throws Exception {
        server.identity().addResource(known);
        for (String field : List.of("scope=" + asked + "/.default", "scope=" + asked + "//.default")) {
            assertThat(post(server.tokenEndpoint().toString(), form(field)).statusCode())
                    .isEqualTo(200);
        }
        HttpRequest machine = HttpRequest.newBuilder(
                        at("/metadata/identity/oauth2/token?api-version=2018-02-01&resource=" + asked))
                .header("Metadata", "true")
                .build();
        assertThat(send(machine).statusCode()).isEqualTo(200);
        assertThat(post(server.tokenEndpoint().toString(), form("scope=" + asked + "1/.default"))
                        .statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%d", "%d.0", "%d.123456", "%d.999999999", "%de0", "%d.5E+0"})
    void timesOfAssertionsMayHaveAFraction(String form) throws Exception {
        Signer signer = Signer.create(directory);
        server.identity().app().addCertificate(signer.certificate());
        server.identity().addFront(URI.create("https://login.example:443"));
        String audience = "https://login.example/" + server.tenantId() + "/oauth2/v2.0/token";
        Instant now = server.clock().instant();
        assertThat(assertionStatus(signer, audience, form, now, now.plusSeconds(300)))
                .as("for ten minutes")
                .isEqualTo(200);
        assertThat(assertionStatus(
                        signer, audience.replace(".example", ".example:443"), form, now, now.plusSeconds(300)))
                .isEqualTo(200);
        assertThat(assertionStatus(signer, audience, form, now.minusSeconds(900), now.minusSeconds(400)))
                .as("over")
                .isEqualTo(401);
        assertThat(assertionStatus(signer, audience, form, now.plusSeconds(400), now.plusSeconds(500)))
                .as("not yet")
                .isEqualTo(401);
    }

    private int assertionStatus(Signer signer, String audience, String form, Instant from, Instant to)
            throws Exception {
        String id = server.clientId();
        String claims = "{\"iss\":\"" + id + "\",\"sub\":\"" + id + "\",\"aud\":\"" + audience + "\",\"jti\":\""
                + UUID.randomUUID() + "\",\"nbf\":"
                + String.format(form, from.getEpochSecond()) + ",\"exp\":" + String.format(form, to.getEpochSecond())
                + "}";
        return post(
                        server.tokenEndpoint().toString(),
                        "grant_type=client_credentials&client_id=" + id + "&scope=" + server.environment()
                                + "/.default&client_assertion_type="
                                + "urn:ietf:params:oauth:client-assertion-type:jwt-bearer&client_assertion="
                                + signer.sign(claims))
                .statusCode();
    }

    @ParameterizedTest
    @EnumSource
    void aPackageWithoutItsHeaderIsRefusedByName(FaceUnderTest face) throws Exception {
        byte[] content = without("PackageHeader.xml");
        WriteUrl url = face.dataManagement(server.client()).writeUrl("groups.zip");
        rig.put(url.url().uri(), content, "x-ms-blob-type", "BlockBlob");
        assertThatThrownBy(() ->
                        face.dataManagement(server.client()).importFromPackage(url.url(), ImportRequest.of("Groups")))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("PackageHeader.xml");
        assertThat(server.dataManagement().executions()).isEmpty();
        // Without its manifest it is no package at all, which is said first.
        assertThat(rig.refusal(
                        "ImportFromPackage", importBody(rig.upload(without("Manifest.xml")), "Groups", "", true, true)))
                .contains("Manifest.xml");
    }

    @ParameterizedTest
    @EnumSource
    void anEnqueuedPackageWithoutItsHeaderIsTakenAndFails(FaceUnderTest face) throws Exception {
        RecurringJob job =
                face.job(server.client(), server.importJob().activityId().value());
        MessageId broken = job.enqueue(EnqueueRequest.of(Payload.ofBytes(without("PackageHeader.xml"))));
        MessageId whole = job.enqueue(EnqueueRequest.of(Payload.ofBytes(groups())));
        assertThat(job.awaitProcessed(broken, Duration.ofHours(1)).state()).isEqualTo(MessageState.PREPROCESSING_ERROR);
        assertThat(job.awaitProcessed(whole, Duration.ofHours(1)).state()).isEqualTo(MessageState.PROCESSED);
    }

    private static byte[] groups() throws Exception {
        return DataPlaneRig.zip(DataEntry.csv("Customer groups", "ID\r\n10\r\n20\r\n"));
    }

    private static byte[] without(String name) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(groups()));
                ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (!entry.getName().equals(name)) {
                    out.putNextEntry(new ZipEntry(entry.getName()));
                    in.transferTo(out);
                }
            }
        }
        return bytes.toByteArray();
    }

    /** A certificate and its key, made by the JDK's own tool. */
    private record Signer(X509Certificate certificate, PrivateKey key) {
        static Signer create(Path directory) throws Exception {
            Path store = directory.resolve("app.p12");
            Process keytool = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            "app",
                            "-keyalg",
                            "RSA",
                            "-dname",
                            "CN=app",
                            "-validity",
                            "36500",
                            "-startdate",
                            "2020/01/01",
                            "-keystore",
                            store.toString(),
                            "-storepass",
                            "changeit")
                    .redirectErrorStream(true)
                    .start();
            String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(keytool.waitFor()).as(said).isZero();
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(store)) {
                keys.load(in, "changeit".toCharArray());
            }
            return new Signer((X509Certificate) keys.getCertificate("app"), (PrivateKey)
                    keys.getKey("app", "changeit".toCharArray()));
        }

        String sign(String claims) throws Exception {
            Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
            byte[] thumbprint = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            String header = "{\"alg\":\"RS256\",\"x5t#S256\":\"" + base64.encodeToString(thumbprint) + "\"}";
            String signed = base64.encodeToString(header.getBytes(StandardCharsets.UTF_8)) + "."
                    + base64.encodeToString(claims.getBytes(StandardCharsets.UTF_8));
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + base64.encodeToString(signature.sign());
        }
    }

    private String exports() {
        return server.exportJob().activityId().value();
    }

    private String token() throws Exception {
        return JsonFields.texts(
                        post(server.tokenEndpoint().toString(), form("scope=" + server.environment() + "/.default"))
                                .body())
                .get("access_token");
    }

    private String form(String more) {
        return "grant_type=client_credentials&client_id=" + server.clientId() + "&client_secret="
                + server.clientSecret() + "&" + more;
    }

    private URI at(String path) {
        return URI.create(server.environment() + path);
    }

    private HttpRequest.Builder authorized(String path) throws Exception {
        return HttpRequest.newBuilder(at(path)).header("Authorization", "Bearer " + token());
    }

    private HttpResponse<String> post(String address, String form) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(address))
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build());
    }

    private HttpResponse<String> send(HttpRequest request) throws Exception {
        return rig.http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
