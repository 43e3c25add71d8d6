package io.github.d365fo.auth;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.d365fo.connector.auth.AccessToken;
import io.github.d365fo.connector.auth.TokenRequest;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.error.TokenUnavailableException;
import io.github.d365fo.testkit.TestClock;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class EntraTokenProviderTest {
    private static final String SECRET = "a~b.c+d/e&f=g%h";
    private static final String PATH = "/contoso.com/oauth2/v2.0/token";
    private static final Instant NOW = Instant.parse("2026-03-01T03:00:00Z");
    private static final TokenRequest REQUEST = TokenRequest.of("https://contoso.operations.dynamics.com");

    @RegisterExtension
    static final WireMockExtension SERVER = WireMockExtension.newInstance()
            .options(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    private final EntraTokenProvider provider = builder().build();

    /** A token that comes. */
    @Nested
    class Tokens {
        @Test
        void asksTheSecondEndpointForTheDefaultScope() {
            answer(okJson("{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":\"the-token\"}"));
            AccessToken token = token(provider);
            assertThat(token.value()).isEqualTo("the-token");
            assertThat(token.expiresAt()).isEqualTo(NOW.plusSeconds(3599));
            LoggedRequest request =
                    SERVER.findAll(postRequestedFor(urlEqualTo(PATH))).get(0);
            assertThat(request.getHeader("Content-Type")).startsWith("application/x-www-form-urlencoded");
            assertThat(request.containsHeader("Upgrade")).isFalse();
            assertThat(request.getBodyAsString().split("&"))
                    .containsExactlyInAnyOrder(
                            "grant_type=client_credentials",
                            "client_id=the-client",
                            "client_secret=a%7Eb.c%2Bd%2Fe%26f%3Dg%25h",
                            "scope=https%3A%2F%2Fcontoso.operations.dynamics.com%2F.default");
        }

        @Test
        void readsALifetimeThatIsAText() {
            answer(okJson("{\"token_type\":\"Bearer\",\"expires_in\":\"3599\",\"access_token\":\"the-token\"}"));
            assertThat(token(provider).expiresAt()).isEqualTo(NOW.plusSeconds(3599));
        }

        @Test
        void takesATokenWithoutLifetimeForAShortOne() {
            answer(okJson("{\"token_type\":\"Bearer\",\"access_token\":\"the-token\"}"));
            assertThat(token(provider).expiresAt()).isEqualTo(NOW.plusSeconds(300));
        }
    }

    /** What is refused, and with which words. */
    @Nested
    class Refusals {
        @ParameterizedTest
        @CsvSource({
            "7000215,use its Value",
            "7000222,the secret has expired",
            "700016,check the client id",
            "90002,check the tenant id",
            "900023,the cloud",
            "500011,environment's address",
            "50001,environment's address",
            "50196,share one provider",
            "700027,clock",
            "700024,clock",
            "70021,federated",
            "700213,federated",
            "50194,one tenant",
            "50076,second factor",
            "65001,lower case",
            "53003,conditional access",
            "99999,https://login.microsoftonline.com/error?code=99999"
        })
        void aRefusalSaysWhatToDo(String code, String advice) {
            answer(aResponse()
                    .withStatus(401)
                    .withHeader("Content-Type", "application/json")
                    .withBody("{\"error\":\"invalid_client\",\"error_description\":\"AADSTS" + code + ": said " + SECRET
                            + "\",\"error_codes\":[" + code
                            + "],\"trace_id\":\"aaaa-1\",\"correlation_id\":\"bbbb-2\"}"));
            assertThatThrownBy(() -> token(provider))
                    .isInstanceOfSatisfying(
                            TokenUnavailableException.class,
                            e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT))
                    .hasMessageContaining("invalid_client")
                    .hasMessageContaining("AADSTS" + code)
                    .hasMessageContaining("trace id aaaa-1")
                    .hasMessageContaining("correlation id bbbb-2")
                    .hasMessageContaining(advice)
                    .hasMessageNotContaining(SECRET);
        }

        @ParameterizedTest
        @CsvSource({"429,busy", "503,busy", "400,check the settings"})
        void aRefusalWithoutCodeGoesByItsStatus(int status, String advice) {
            answer(aResponse()
                    .withStatus(status)
                    .withHeader("Content-Type", "application/json")
                    .withBody("{\"error\":\"temporarily_unavailable\"}"));
            EntraTokenProvider patient = builder().clock(new TestClock()).build();
            assertThatThrownBy(() -> token(patient)).hasMessageContaining(advice);
        }

        @ParameterizedTest
        @ValueSource(strings = {"{\"error\":5}", "{\"error\":\"Bearer " + SECRET + "\"}", "{}"})
        void anErrorThatIsNoneOfOAuthIsNotQuoted(String body) {
            answer(aResponse().withStatus(400).withBody(body));
            assertThatThrownBy(() -> token(provider))
                    .hasMessageContaining("refused (no OAuth error, status 400)")
                    .hasMessageNotContaining(SECRET);
        }

        @ParameterizedTest
        @ValueSource(ints = {200, 400})
        void anEmptyAnswerIsNamed(int status) {
            answer(aResponse().withStatus(status));
            assertThatThrownBy(() -> token(provider))
                    .hasMessageContaining("status " + status)
                    .hasMessageContaining("0 characters that are not an OAuth response");
        }

        @ParameterizedTest
        @ValueSource(strings = {"soon", "Mon, 05 Jan 2026"})
        void aTimeToComeAgainThatCanNotBeReadIsNone(String retryAfter) {
            answer(aResponse()
                    .withStatus(429)
                    .withHeader("Retry-After", retryAfter)
                    .withBody("<html>busy</html>"));
            assertThatThrownBy(() -> token(provider)).isInstanceOfSatisfying(TokenUnavailableException.class, e -> {
                assertThat(e.reason()).isEqualTo(TokenUnavailableException.Reason.THROTTLED);
                assertThat(e.retryAfter()).isEmpty();
            });
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"https://robot@contoso.operations.dynamics.com", "mailto:robot", "/data", "https://a b"})
        void aResourceThatIsNoAddressIsRefused(String resource) {
            assertThatThrownBy(() -> provider.token(TokenRequest.of(resource)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("resource: expected the environment's address")
                    .hasMessageNotContaining("robot");
        }
    }

    /** An answer that is none. */
    @Nested
    class Failures {
        @Test
        void aPageOrARedirectIsNamed() {
            answer(aResponse().withHeader("Content-Type", "text/html").withBody("<html>" + SECRET + "</html>"));
            assertThatThrownBy(() -> token(provider))
                    .hasMessageContaining("web page")
                    .hasMessageNotContaining(SECRET);
            answer(aResponse().withStatus(302).withHeader("Location", "https://elsewhere"));
            assertThat(catchThrowable(() -> token(provider))).isInstanceOf(TokenUnavailableException.class);
            answer(okJson("{\"access_token\":1}"));
            assertThatThrownBy(() -> token(provider)).hasMessageContaining("not an OAuth response");
        }

        @Test
        void anAnswerWithoutEndIsCut() {
            answer(aResponse().withHeader("Content-Type", "application/json").withBody("x".repeat(2 << 20)));
            assertThatThrownBy(() -> token(provider)).hasMessageContaining("can't be reached");
        }

        @Test
        void aSilentServerEndsWithTheTimeout() {
            answer(okJson("{}").withFixedDelay(5_000));
            EntraTokenProvider hasty = builder().timeout(Duration.ofMillis(200)).build();
            assertThatThrownBy(() -> token(hasty))
                    .isInstanceOf(TokenUnavailableException.class)
                    .hasMessageContaining("can't be reached");
        }

        @Test
        void aBodyThatDripsEndsWithTheTimeout() {
            answer(okJson("{\"token_type\":\"Bearer\",\"access_token\":\"the-token\"}")
                    .withChunkedDribbleDelay(10, 5_000));
            EntraTokenProvider hasty = builder().timeout(Duration.ofMillis(300)).build();
            assertThatThrownBy(() -> token(hasty)).isInstanceOf(TokenUnavailableException.class);
        }

        @Test
        void aBrokenConnectionIsNamed() {
            answer(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
            assertThatThrownBy(() -> token(provider))
                    .isInstanceOf(TokenUnavailableException.class)
                    .hasMessageContaining("127.0.0.1");
            EntraTokenProvider nowhere =
                    builder().authority(URI.create("http://127.0.0.1:1")).build();
            assertThatThrownBy(() -> token(nowhere)).hasMessageContaining("can't be reached");
        }
    }

    @Test
    void manyCallersOnAColdCacheMakeOneRequest() throws Exception {
        answer(okJson("{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":\"the-token\"}")
                .withFixedDelay(200));
        ExecutorService threads = Executors.newFixedThreadPool(1000);
        CountDownLatch ready = new CountDownLatch(1000);
        try {
            CompletableFuture<?>[] calls = IntStream.range(0, 1000)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> {
                                ready.countDown();
                                return provider.token(REQUEST)
                                        .toCompletableFuture()
                                        .join();
                            },
                            threads))
                    .toArray(CompletableFuture[]::new);
            ready.await();
            CompletableFuture.allOf(calls).join();
        } finally {
            threads.shutdownNow();
        }
        assertThat(SERVER.findAll(postRequestedFor(urlEqualTo(PATH)))).hasSize(1);
    }

    /** What a provider is made of. */
    @Nested
    class Settings {
        @Test
        void itsTextHoldsNoSecret() {
            assertThat(provider.toString()).contains("the-client").doesNotContain(SECRET);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " ", "common", "Organizations", "consumers", "a/b", "a b"})
        void aTenantThatIsNoneIsRefused(String tenant) {
            assertThatThrownBy(() -> EntraTokenProvider.clientSecret(tenant, "c", "s"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("tenantId");
        }

        @Test
        void badSettingsAreNamed() {
            assertThatThrownBy(() -> EntraTokenProvider.clientSecret("t", " ", "s"))
                    .hasMessageContaining("clientId");
            assertThatThrownBy(() -> EntraTokenProvider.clientSecret("t", "c", "\t"))
                    .hasMessageContaining("clientSecret");
            assertThatThrownBy(() -> EntraTokenProvider.builder().build())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("tenantId");
            assertThatThrownBy(() -> builder().timeout(Duration.ZERO)).hasMessageContaining("timeout");
            assertThatThrownBy(() -> builder().connectTimeout(Duration.ofSeconds(-1)))
                    .hasMessageContaining("connectTimeout");
            for (String wrong : new String[] {"http://login.example.com", "ftp://x", "https://x/path", "https://u@x"}) {
                assertThatThrownBy(() -> builder().authority(URI.create(wrong))).hasMessageContaining("authority");
            }
            HttpClient following = HttpClient.newBuilder()
                    .followRedirects(HttpClient.Redirect.ALWAYS)
                    .build();
            assertThatThrownBy(() -> builder().httpClient(following)).hasMessageContaining("redirects");
        }

        @ParameterizedTest
        @EnumSource
        void everyCloudHasItsAuthority(EntraCloud cloud) {
            EntraTokenProvider there = EntraTokenProvider.builder()
                    .cloud(cloud)
                    .tenantId("contoso.com")
                    .clientId("c")
                    .clientSecret("s")
                    .connectTimeout(Duration.ofSeconds(1))
                    .httpClient(HttpClient.newHttpClient())
                    .build();
            assertThat(there.toString()).contains(cloud.authority() + PATH);
        }
    }

    private static EntraTokenProvider.Builder builder() {
        return EntraTokenProvider.builder()
                .authority(URI.create("http://127.0.0.1:" + SERVER.getPort() + "/"))
                .tenantId("contoso.com")
                .clientId("the-client")
                .clientSecret(SECRET)
                .timeout(Duration.ofSeconds(20))
                .clock(Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static void answer(ResponseDefinitionBuilder answer) {
        SERVER.stubFor(post(urlEqualTo(PATH)).willReturn(answer));
    }

    private static AccessToken token(EntraTokenProvider provider) {
        try {
            return provider.token(REQUEST).toCompletableFuture().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
