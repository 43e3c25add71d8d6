package io.github.d365fo.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d365fo.connector.auth.AccessToken;
import io.github.d365fo.connector.auth.TokenRequest;
import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.error.TokenUnavailableException;
import io.github.d365fo.connector.error.TokenUnavailableException.Reason;
import io.github.d365fo.connector.support.ClosedPort;
import io.github.d365fo.connector.support.RecordingClock;
import io.github.d365fo.connector.support.ScriptedServer;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import io.github.d365fo.connector.support.ScriptedServer.Request;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens are asked for over a connection, read out of answers, and kept. */
@Timeout(60)
class TokenEndpointTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Reply TOKEN = Reply.text(200, "{\"access_token\":\"k3y-0f-th3-d00r\",\"expires_in\":\"600\"}");

    private final RecordingClock clock = new RecordingClock();
    private final Instant begin = clock.instant();
    private final KnownSecrets secrets = new KnownSecrets();
    private ScriptedServer server;

    @AfterEach
    void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    /** What is asked, and what is read of the answer. */
    @Nested
    class Answers {
        @Test
        void aFormIsPostedAndOverwritten() throws Exception {
            FormBody form = new FormBody(secrets).add("a", "b");
            URI address = at(TOKEN);
            TokenEndpoint endpoint = endpoint(LONG);
            AccessToken token = endpoint.read(address, endpoint.post(address, form));
            assertThat(token.value()).isEqualTo("k3y-0f-th3-d00r");
            assertThat(token.expiresAt()).isEqualTo(begin.plusSeconds(600));
            assertThat(form.toBytes()).isEmpty();
            Request sent = server.requests().get(0);
            assertThat(sent.method()).isEqualTo("POST");
            assertThat(sent.header("content-type")).isEqualTo("application/x-www-form-urlencoded");
            assertThat(sent.header("accept")).isEqualTo("application/json");
            assertThat(sent.header("accept-encoding")).isEqualTo("identity");
            assertThat(new String(sent.body(), StandardCharsets.US_ASCII)).isEqualTo("a=b");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = ';',
                value = {
                    "{\"access_token\":\"x\",\"expires_in\":60,\"expires_on\":1}; 60",
                    "{\"access_token\":\"x\",\"expires_in\":0}; 300",
                    "{\"access_token\":\"x\",\"expires_in\":\"soon\"}; 300",
                    "{\"access_token\":\"x\"}; 300"
                })
        void aLifetimeIsReadAsItComes(String body, int seconds) {
            assertThat(read(200, body).expiresAt()).isEqualTo(begin.plusSeconds(seconds));
        }

        @Test
        void anExpiryIsReadAsItComes() {
            assertThat(read(200, "{\"access_token\":\"x\",\"expires_on\":\"1800000000\"}")
                            .expiresAt())
                    .isEqualTo(Instant.ofEpochSecond(1_800_000_000));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = ';',
                value = {
                    "200; {}; answered with status 200",
                    "200; <html>; a web page",
                    "200; ' '; 1 characters",
                    "400; ' '; answered with status 400",
                    "302; {\"access_token\":\"x\"}; a redirect",
                    "201; {\"access_token\":\"x\"}; refused (no OAuth error, status 201)",
                    "400; {\"error\":\"invalid_client\"}; refused (invalid_client, status 400)"
                })
        void anythingElseIsNoToken(int status, String body, String words) {
            assertThatThrownBy(() -> read(status, body))
                    .isInstanceOf(TokenUnavailableException.class)
                    .hasMessageContaining(words);
        }

        @Test
        void aProxyThatWantsASignInIsNoIdentityProvider() throws IOException {
            URI address = at(Reply.text(407, ""));
            assertThatThrownBy(() -> post(address, LONG))
                    .hasMessageContaining("the proxy in between requires authentication");
        }

        @Test
        void anAnswerThatDoesNotComeIsNotWaitedForForEver() throws IOException {
            URI silent = at(Reply.silence());
            assertThatThrownBy(() -> post(silent, Duration.ofMillis(100))).hasMessageContaining("can't be reached");
            server.close();
            URI dripping = at(Reply.stalled(10, new byte[1]));
            assertThatThrownBy(() -> post(dripping, Duration.ofMillis(100)))
                    .isInstanceOf(TokenUnavailableException.class)
                    .hasMessageContaining("can't be reached");
        }

        @Test
        void oddAnswersAreNamed() throws IOException {
            URI body = at(connection -> {
                connection.write("HTTP/1.1 204 X\r\nContent-Length: 1\r\n\r\nx".getBytes(StandardCharsets.US_ASCII));
                return false;
            });
            assertThatThrownBy(() -> post(body, LONG)).hasMessageContaining("status 204 and a body");
        }

        @Test
        void nobodyThereIsUnreachable() throws IOException {
            try (ClosedPort nobody = new ClosedPort()) {
                assertThat(catchThrowableOfType(TokenUnavailableException.class, () -> post(nobody.uri(), LONG)))
                        .hasMessageContaining("can't be reached: ConnectException")
                        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE));
            }
        }

        @Test
        void aPauseIsTheClocks() throws Exception {
            endpoint(LONG).pause(Duration.ofHours(1));
            assertThat(clock.delays()).containsExactly(Duration.ofHours(1));
            assertThat(endpoint(LONG).now()).isEqualTo(begin.plus(Duration.ofHours(1)));
        }
    }

    /** When the HTTP client is replaced. */
    @Nested
    class HttpClients {
        @Test
        void aSilentHttpClientIsReplacedOnce() {
            List<HttpClient> made = new ArrayList<>();
            Connections connections = Connections.own(
                    () -> {
                        made.add(HttpClient.newHttpClient());
                        return made.get(made.size() - 1);
                    },
                    clock);
            clock.advance(Duration.ofHours(1));
            assertThat(connections.next()).isSameAs(made.get(0));
            connections.answered();
            clock.advance(Duration.ofSeconds(60));
            assertThat(connections.next()).isSameAs(made.get(0));
            clock.advance(Duration.ofNanos(1));
            assertThat(connections.next()).isSameAs(made.get(1));
            clock.advance(Duration.ofHours(1));
            assertThat(connections.next()).as("nothing was answered over it").isSameAs(made.get(1));
            assertThat(made).hasSize(2);
        }

        @Test
        void anHttpClientIsReplacedAfterAnUnansweredRequest() {
            Connections connections = Connections.own(HttpClient::newHttpClient, clock);
            HttpClient first = connections.next();
            connections.unanswered(first);
            HttpClient second = connections.next();
            assertThat(second).isNotSameAs(first);
            connections.unanswered(first);
            assertThat(connections.next()).as("replaced before").isSameAs(second);
        }

        @Test
        void aGivenHttpClientIsNeverReplaced() {
            HttpClient given = HttpClient.newHttpClient();
            Connections connections = Connections.given(given, clock);
            connections.unanswered(given);
            connections.answered();
            clock.advance(Duration.ofHours(1));
            assertThat(connections.next()).isSameAs(given);
        }

        @Test
        void theProxyOnTheWayIsKnown() {
            URI target = URI.create("https://login.invalid");
            HttpClient client = HttpClient.newBuilder()
                    .proxy(ProxySelector.of(InetSocketAddress.createUnresolved("proxy", 8080)))
                    .build();
            assertThat(Connections.given(client, clock).proxy(target)).contains("proxy:8080");
            assertThat(Connections.given(client, clock).proxyAuthorization(target))
                    .isEmpty();
            HttpClient direct =
                    HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build();
            assertThat(Connections.given(direct, clock).proxy(target)).isEmpty();
        }
    }

    /** The identity of the machine. */
    @Nested
    class ManagedIdentities {
        @ParameterizedTest
        @CsvSource({"404, 5", "410, 8", "429, 5", "500, 5", "400, 0", "409, 0"})
        void aManagedIdentityIsAskedAgainAsDocumented(int status, int waits) throws IOException {
            URI address = at(Reply.text(status, "{}"));
            assertThatThrownBy(() -> identity(address, Optional.empty(), Optional.empty(), "")
                            .fetch("r", secrets))
                    .isInstanceOf(TokenUnavailableException.class);
            assertThat(clock.delays()).hasSize(waits);
            assertThat(server.requests()).hasSize(waits + 1);
            assertThat(clock.delays())
                    .extracting(Duration::toSeconds)
                    .isEqualTo(List.of(1L, 2L, 4L, 8L, 16L, 16L, 16L, 16L).subList(0, waits));
        }

        @Test
        void aMachinesIdentityIsAskedInItsWay() throws Exception {
            URI address = at(TOKEN);
            ManagedIdentitySource source = identity(address, Optional.empty(), Optional.of("a b"), "");
            assertThat(source.fetch("https://x", secrets).value()).isEqualTo("k3y-0f-th3-d00r");
            Request sent = server.requests().get(0);
            assertThat(sent.method()).isEqualTo("GET");
            assertThat(sent.target()).endsWith("?api-version=2018-02-01&resource=https%3A%2F%2Fx&client_id=a+b");
            assertThat(sent.header("metadata")).isEqualTo("true");
            assertThat(source).hasToString(address + ", managed identity, clientId=a b");
        }

        @Test
        void anAppServicesIsAskedInItsOwn() throws Exception {
            URI address = at(TOKEN);
            ManagedIdentitySource source = identity(address, Optional.of("h3ad3r-s3cr3t-0f"), Optional.empty(), "");
            source.fetch("https://x", secrets);
            Request sent = server.requests().get(0);
            assertThat(sent.target()).endsWith("?api-version=2019-08-01&resource=https%3A%2F%2Fx");
            assertThat(sent.header("x-identity-header")).isEqualTo("h3ad3r-s3cr3t-0f");
            assertThat(sent.headers()).doesNotContainKey("metadata");
            source.tell(secrets);
            assertThat(secrets.clean("h3ad3r-s3cr3t-0f")).doesNotContain("h3ad3r");
            assertThat(source.toString()).endsWith("system-assigned");
        }

        @Test
        void whereThereIsNoneTheHintSaysWhyItWasAsked() throws IOException {
            try (ClosedPort nobody = new ClosedPort()) {
                assertThat(catchThrowableOfType(
                                TokenUnavailableException.class,
                                () -> identity(nobody.uri(), Optional.empty(), Optional.empty(), "; because of x")
                                        .fetch("r", secrets)))
                        .hasMessageContaining("there is no managed identity endpoint at 127.0.0.1")
                        .hasMessageEndingWith("; because of x")
                        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.ABSENT));
            }
        }
    }

    /** For whom a token is kept. */
    @Nested
    class Resources {
        @ParameterizedTest
        @ValueSource(strings = {"https://ENV.invalid/", " https://env.invalid/path?q ", "https://env.invalid"})
        void tokensAreKeptByTheEnvironmentsBareAddress(String resource) {
            List<String> asked = new ArrayList<>();
            CachedSource source = cached((environment, known) -> {
                asked.add(environment);
                return AccessToken.of("k3y-0f-th3-d00r", Instant.MAX);
            });
            for (int i = 0; i < 2; i++) {
                assertThat(source.token(TokenRequest.of(resource))
                                .toCompletableFuture()
                                .join()
                                .value())
                        .isEqualTo("k3y-0f-th3-d00r");
            }
            assertThat(asked).containsExactly("https://env.invalid");
        }

        @ParameterizedTest
        @ValueSource(strings = {"env.invalid", "https:///x", "https://user@env.invalid", "not an address"})
        void whatIsNoAddressIsRefused(String resource) {
            CachedSource source = cached((environment, known) -> AccessToken.of("x", Instant.MAX));
            assertThatThrownBy(() -> source.token(TokenRequest.of(resource)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("resource: expected the environment's address");
        }

        @Test
        void aTokenThatWasRejectedIsAskedForAnew() {
            List<AccessToken> given = new ArrayList<>();
            CachedSource source = cached((environment, known) -> {
                given.add(AccessToken.of("token-" + given.size(), Instant.MAX));
                return given.get(given.size() - 1);
            });
            TokenRequest request = TokenRequest.of("https://env.invalid");
            AccessToken first = source.token(request).toCompletableFuture().join();
            assertThat(source.token(request.afterRejectionOf(first))
                            .toCompletableFuture()
                            .join()
                            .value())
                    .isEqualTo("token-1");
            source.destroy();
            source.token(request).toCompletableFuture().join();
            assertThat(given).hasSize(3);
        }
    }

    @Test
    void whatFailsQuotesNoSecret() {
        CachedSource source = cached((environment, known) -> {
            known.learn("k3y-0f-th3-d00r");
            throw new TokenUnavailableException("no access token: k3y-0f-th3-d00r", null);
        });
        assertThatThrownBy(() -> source.token(TokenRequest.of("https://env.invalid"))
                        .toCompletableFuture()
                        .join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .hasMessageStartingWith("no access token: ")
                .hasMessageNotContaining("k3y");
    }

    private interface Fetch {
        AccessToken fetch(String resource, KnownSecrets secrets);
    }

    private CachedSource cached(Fetch fetch) {
        return new CachedSource(
                new Source() {
                    @Override
                    public AccessToken fetch(String resource, KnownSecrets known) {
                        return fetch.fetch(resource, known);
                    }
                },
                clock);
    }

    private ManagedIdentitySource identity(
            URI address, Optional<String> header, Optional<String> clientId, String hint) {
        return new ManagedIdentitySource(address, header, clientId, hint, endpoint(LONG));
    }

    private AccessToken read(int status, String body) {
        return endpoint(LONG).read(URI.create("https://login.invalid"), Responses.of(status, body));
    }

    private void post(URI address, Duration timeout) throws InterruptedException {
        endpoint(timeout).post(address, new FormBody(secrets).add("a", "b"));
    }

    private TokenEndpoint endpoint(Duration timeout) {
        HttpClient client =
                HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build();
        return new TokenEndpoint(Connections.given(client, clock), timeout, clock);
    }

    private URI at(Reply reply) throws IOException {
        server = new ScriptedServer(reply);
        return URI.create(server.address() + "/token");
    }
}
