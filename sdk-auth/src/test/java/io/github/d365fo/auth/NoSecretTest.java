package io.github.d365fo.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.secrets.EchoingCode;
import io.github.d365fo.connector.secrets.Findings;
import io.github.d365fo.connector.secrets.Secret;
import io.github.d365fo.connector.secrets.Sight;
import io.github.d365fo.connector.secrets.Spelling;
import io.github.d365fo.connector.support.RecordingClock;
import io.github.d365fo.connector.support.ScriptedServer;
import io.github.d365fo.connector.support.ScriptedServer.Connection;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Identity providers throw back what they were sent to sign in with, by every way to sign in, in every place of an answer
 * and in every spelling; and then all that can be seen of the provider and of the client that uses it is searched. The
 * property {@code secrets.echoes} says how many are tried.
 */
@Timeout(300)
class NoSecretTest {
    private static final long SEED = Long.getLong("secrets.seed", 20260301);
    private static final int ECHOES = Integer.getInteger("secrets.echoes", 250);

    @TempDir
    static Path directory;

    private static ClientCertificate certificate;

    @BeforeAll
    static void makeCertificate() throws Exception {
        TestCertificate made = TestCertificate.create(directory, "app", 3650);
        certificate = ClientCertificate.of(made.key(), List.of(made.certificate()));
    }

    /** A way to sign in, and what is secret about it: of the request, if it is made for each. */
    private enum Way {
        SECRET("client_secret") {
            @Override
            TokenProvider provider(URI server, String secret) {
                return entra(server).clientSecret(secret).build();
            }
        },
        SECRET_AT_THE_OLDER_ENDPOINT("client_secret") {
            @Override
            TokenProvider provider(URI server, String secret) {
                return entra(server).v1(true).clientSecret(secret).build();
            }
        },
        CERTIFICATE("client_assertion") {
            @Override
            TokenProvider provider(URI server, String secret) {
                return entra(server).certificate(certificate).build();
            }
        },
        CLIENT_ASSERTION("client_assertion") {
            @Override
            TokenProvider provider(URI server, String secret) {
                return entra(server).clientAssertion(() -> secret.strip()).build();
            }
        },
        FEDERATED_TOKEN_FILE("client_assertion") {
            @Override
            TokenProvider provider(URI server, String secret) throws IOException {
                Path file = Files.writeString(directory.resolve("token"), secret);
                return entra(server).federatedTokenFile(file).build();
            }
        },
        USER("password") {
            @Override
            TokenProvider provider(URI server, String secret) {
                return entra(server)
                        .usernamePassword("robot@contoso.com", secret.toCharArray())
                        .build();
            }
        },
        APP_SERVICE("X-IDENTITY-HEADER") {
            @Override
            TokenProvider provider(URI server, String secret) {
                return EntraTokenProvider.builder()
                        .variables(Map.of("IDENTITY_ENDPOINT", server + "/msi/token", "IDENTITY_HEADER", secret), "")
                        .managedIdentity()
                        .clock(new RecordingClock())
                        .build();
            }
        },
        ADFS_SECRET("client_secret") {
            @Override
            TokenProvider provider(URI server, String secret) {
                return adfs(server).clientSecret(secret.toCharArray()).build();
            }
        },
        ADFS_CERTIFICATE("client_assertion") {
            @Override
            TokenProvider provider(URI server, String secret) {
                return adfs(server).certificate(certificate).build();
            }
        },
        ADFS_USER("password") {
            @Override
            TokenProvider provider(URI server, String secret) {
                return adfs(server)
                        .usernamePassword("contoso\\robot", secret.toCharArray())
                        .build();
            }
        };

        final String field;

        Way(String field) {
            this.field = field;
        }

        abstract TokenProvider provider(URI server, String secret) throws IOException;

        private static EntraTokenProvider.Builder entra(URI server) {
            return EntraTokenProvider.builder()
                    .authority(server)
                    .tenantId("contoso.com")
                    .clientId("the-client")
                    .clock(new RecordingClock());
        }

        private static AdfsTokenProvider.Builder adfs(URI server) {
            return AdfsTokenProvider.builder()
                    .adfs(server)
                    .clientId("the-client")
                    .clock(new RecordingClock());
        }
    }

    /** Where an answer of an identity provider can quote a request. */
    private enum Place {
        DESCRIPTION(echo -> refusal("invalid_client", "AADSTS7000215: Invalid client secret '" + echo + "'.")),
        DESCRIPTION_OF_ADFS(echo -> refusal("invalid_client", "MSIS9622: Client authentication failed: " + echo)),
        ERROR(echo -> refusal(echo, "AADSTS7000215: wrong")),
        ERROR_IN_LOWER_CASE(
                echo -> refusal(echo.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z_]", "_"), "x")),
        TRACE_ID(echo ->
                body(400, "{\"error\":\"e\",\"trace_id\":\"" + echo + "\",\"correlation_id\":\"" + echo + "\"}")),
        CLAIMS(echo ->
                body(400, "{\"error\":\"e\",\"claims\":\"" + echo + "\",\"error_uri\":\"https://x/?" + echo + "\"}")),
        CODES(echo -> body(401, "{\"error\":\"e\",\"error_codes\":[\"AADSTS" + echo + "\"]}")),
        BUSY(echo -> body(503, "{\"error\":\"" + echo + "\"}", "Retry-After: " + line(echo))),
        THROTTLED(echo -> body(429, echo, "Retry-After: " + line(echo))),
        PLAIN_TEXT(echo -> body(400, echo)),
        WEB_PAGE(echo -> body(500, "<html>" + echo + "</html>")),
        BROKEN_JSON(echo -> body(400, "{\"error\":\"" + echo)),
        REDIRECT(echo -> body(302, "", "Location: https://login.example/?x=" + line(echo))),
        HEADERS(echo -> body(
                401,
                "{\"error\":\"e\"}",
                "WWW-Authenticate: Basic realm=\"" + line(echo) + "\"",
                "Date: " + line(echo))),
        REASON_PHRASE(echo -> raw("HTTP/1.1 400 " + line(echo) + "\r\nContent-Length: 2\r\n\r\n{}")),
        STATUS_LINE(echo -> raw(line(echo) + "\r\n\r\n")),
        STATUS_CODE(echo -> raw("HTTP/1.1 " + line(echo) + " X\r\n\r\n")),
        HEADER_NAME(echo -> raw("HTTP/1.1 200 OK\r\n" + line(echo) + ": x\r\n\r\n")),
        HEADER_WITHOUT_COLON(echo -> raw("HTTP/1.1 200 OK\r\n" + line(echo) + "\r\n\r\n")),
        CHUNK_SIZE(echo -> raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + line(echo) + "\r\n")),
        LENGTH(echo -> raw("HTTP/1.1 200 OK\r\nContent-Length: " + line(echo) + "\r\n\r\n{}")),
        NO_TOKEN(echo -> body(200, "{\"token_type\":\"" + echo + "\"}")),
        ODD_TOKEN(echo -> body(200, "{\"access_token\":\"a " + echo + "\",\"expires_in\":\"" + echo + "\"}")),
        TOKEN_OF_ANOTHER_TYPE(echo -> body(200, "{\"access_token\":{\"x\":\"" + echo + "\"}}")),
        SUCCESS_THAT_IS_NONE(echo -> body(200, echo));

        private final Answer answer;

        Place(Answer answer) {
            this.answer = answer;
        }

        private interface Answer {
            Reply with(String echo);
        }

        private static Reply refusal(String error, String description) {
            return body(
                    401,
                    "{\"error\":\"" + json(error) + "\",\"error_description\":\"" + json(description)
                            + "\",\"trace_id\":\"aaaa-1\",\"correlation_id\":\"bbbb-2\"}");
        }

        private static Reply body(int status, String text, String... headers) {
            return Reply.text(status, text, headers);
        }

        private static Reply raw(String answer) {
            return connection -> {
                connection.write(answer.getBytes(StandardCharsets.UTF_8));
                return false;
            };
        }

        private static String line(String text) {
            return text.replaceAll("\\s+", " ");
        }

        private static String json(String text) {
            return text.replace("\\", "\\\\")
                    .replace("\"", "\\\"")
                    .replace("\r", "\\r")
                    .replace("\n", "\\n");
        }
    }

    @ParameterizedTest
    @EnumSource
    void noIdentityProviderBringsASecretToLight(FaceUnderTest face) throws IOException {
        Random random = new Random(SEED + face.ordinal());
        Findings findings = new Findings();
        try (Sight sight = new Sight()) {
            while (findings.tried() < ECHOES) {
                // All places and ways have their turn; their numbers have no divisor in common.
                Way way = Way.values()[findings.tried() % Way.values().length];
                Place place = Place.values()[findings.tried() % Place.values().length];
                Echo echo = new Echo(way, place, random);
                sight.take();
                try (ScriptedServer server = new ScriptedServer(echo)) {
                    signIn(face, sight, way.provider(URI.create(server.address()), echo.secret), server.address());
                }
                findings.search(List.of(way, place, echo.spelling), echo.secret, echo.spelling, sight.take());
            }
        }
        findings.print(face + ", seed " + SEED);
        assertThat(findings.lost()).isEmpty();
    }

    @Test
    void aVariableThatWasTakenForAnotherIsNotQuoted() {
        String secret = "Xq7~pL2v Rt9.wZ4kBn";
        for (String wrong : List.of("AZURE_TENANT_ID", "AZURE_AUTHORITY_HOST", "AZURE_FEDERATED_TOKEN_FILE")) {
            Map<String, String> variables = new HashMap<>(Map.of(
                    "AZURE_TENANT_ID",
                    "contoso.com",
                    "AZURE_CLIENT_ID",
                    "the-client",
                    "AZURE_CLIENT_SECRET",
                    secret,
                    "AZURE_PASSWORD",
                    secret));
            variables.put(wrong, secret + "\0");
            try (Sight sight = new Sight()) {
                sight.see(catchThrowable(() -> EntraTokenProvider.fromEnvironment(variables)));
                assertThat(sight.take()).doesNotContain("pL2v", "wZ4kBn");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void noSupplierOfAssertionsBringsASecretToLight(FaceUnderTest face) {
        Random random = new Random(SEED + face.ordinal());
        Findings findings = new Findings();
        try (Sight sight = new Sight()) {
            while (findings.tried() < ECHOES / 2) {
                String assertion = Secret.JSON_WEB_TOKEN.make(random);
                Spelling spelling = Spelling.all(assertion)
                        .get(random.nextInt(Spelling.all(assertion).size()));
                Throwable failure = EchoingCode.failure(Spelling.cut(spelling.of(assertion), random), random);
                AtomicInteger asked = new AtomicInteger();
                TokenProvider provider = Way.entra(URI.create("http://127.0.0.1:1"))
                        .clientAssertion(() -> {
                            if (asked.getAndIncrement() == 0) {
                                return assertion;
                            }
                            throw failure instanceof Exception known ? known : new IllegalStateException(failure);
                        })
                        .build();
                sight.take();
                signIn(face, sight, provider, "http://127.0.0.1:1");
                signIn(face, sight, provider, "http://127.0.0.1:1");
                findings.search(List.of(spelling), assertion, spelling, sight.take());
            }
        }
        findings.print("suppliers, " + face + ", seed " + SEED);
        assertThat(findings.lost()).isEmpty();
    }

    private static void signIn(FaceUnderTest face, Sight sight, TokenProvider provider, String environment) {
        sight.see(provider.toString());
        try (ConnectorClient client = ConnectorClient.builder()
                .environment(environment)
                .tokenProvider(provider)
                .listener(sight)
                .clock(new RecordingClock())
                .build()) {
            face.job(client, "6d31e09f-0249-459f-94f0-aad9c2c47b64").dequeue();
        } catch (RuntimeException e) {
            sight.see(e);
        }
    }

    /** An answer that quotes what the request signed in with. */
    private static final class Echo implements Reply {
        private final Way way;
        private final Place place;
        private final Spelling spelling;
        private final Random random;
        private volatile String secret;

        Echo(Way way, Place place, Random random) {
            this.way = way;
            this.place = place;
            this.random = random;
            Secret kind = way.field.equals("client_assertion")
                    ? Secret.JSON_WEB_TOKEN
                    : way == Way.APP_SERVICE ? Secret.OPAQUE_TOKEN : Secret.PASSWORD;
            this.secret = "s" + kind.make(random).strip();
            this.spelling =
                    Spelling.all(secret).get(random.nextInt(Spelling.all(secret).size()));
        }

        @Override
        public boolean answer(Connection connection) throws IOException, InterruptedException {
            secret = sent(connection);
            String spelt = Spelling.cut(spelling.of(secret), random);
            return place.answer.with(spelt).answer(connection);
        }

        private String sent(Connection connection) {
            String header = connection.request().header(way.field);
            String body = new String(connection.request().body(), StandardCharsets.US_ASCII);
            for (String field : body.split("&")) {
                if (field.startsWith(way.field + "=")) {
                    return URLDecoder.decode(field.substring(way.field.length() + 1), StandardCharsets.UTF_8);
                }
            }
            return header.isEmpty() ? secret : header;
        }
    }
}
