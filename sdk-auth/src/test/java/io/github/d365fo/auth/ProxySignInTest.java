package io.github.d365fo.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d365fo.connector.AuthenticatingProxySelector;
import io.github.d365fo.connector.auth.AccessToken;
import io.github.d365fo.connector.auth.TokenRequest;
import io.github.d365fo.connector.error.TokenUnavailableException;
import io.github.d365fo.connector.error.TokenUnavailableException.Reason;
import io.github.d365fo.connector.support.ClosedPort;
import io.github.d365fo.connector.support.ForgetfulRelay;
import io.github.d365fo.connector.support.ScriptedServer;
import io.github.d365fo.connector.support.TestProxy;
import io.github.d365fo.testkit.FakeConnectorServer;
import java.io.IOException;
import java.net.Authenticator;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens come through a proxy that wants a sign-in; one that refuses is named; a forgotten connection is not used. */
@Timeout(60)
class ProxySignInTest {
    private static final String USER = "svc-d365";
    private static final String PASSWORD = "p:w";

    /** Who asks for a token. */
    enum Provider {
        ENTRA {
            @Override
            AccessToken token(FakeConnectorServer server, URI authority, UnaryOperator<ProviderBuilder<?>> settings) {
                EntraTokenProvider.Builder builder = EntraTokenProvider.builder()
                        .tenantId(server.tenantId())
                        .clientId(server.clientId())
                        .clientSecret(server.clientSecret())
                        .authority(authority)
                        .sslContext(server.sslContext())
                        .clock(server.clock());
                settings.apply(builder);
                return ask(builder.build().token(request(server)));
            }
        },
        ADFS {
            @Override
            AccessToken token(FakeConnectorServer server, URI authority, UnaryOperator<ProviderBuilder<?>> settings) {
                AdfsTokenProvider.Builder builder = AdfsTokenProvider.builder()
                        .adfs(URI.create(authority + "/adfs"))
                        .clientId(server.clientId())
                        .clientSecret(server.clientSecret().toCharArray())
                        .sslContext(server.sslContext())
                        .clock(server.clock());
                settings.apply(builder);
                return ask(builder.build().token(request(server)));
            }
        };

        abstract AccessToken token(
                FakeConnectorServer server, URI authority, UnaryOperator<ProviderBuilder<?>> settings);
    }

    @ParameterizedTest
    @EnumSource
    void tokensComeThroughAProxyThatWantsASignIn(Provider provider) throws IOException {
        try (FakeConnectorServer server = encrypted();
                TestProxy proxy = TestProxy.wanting(USER, PASSWORD);
                AuthenticatingProxySelector selector = signIn(proxy.selector(), PASSWORD)) {
            AccessToken token = provider.token(server, server.environment(), b -> b.proxy(selector));
            assertThat(token.value()).isNotBlank();
            assertThat(proxy.heads()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {407, 403, 502})
    void aProxyThatRefusesIsNamed(int status) throws IOException {
        for (Provider provider : Provider.values()) {
            try (FakeConnectorServer server = encrypted();
                    TestProxy proxy = TestProxy.refusing(status)) {
                assertThat(failure(provider, server, proxy.selector()))
                        .hasMessageContainingAll("proxy " + proxy.name(), "status " + status)
                        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWrongPasswordIsReportedWithoutShowingIt(Provider provider) throws IOException {
        try (FakeConnectorServer server = encrypted();
                TestProxy proxy = TestProxy.wanting(USER, PASSWORD);
                AuthenticatingProxySelector selector = signIn(proxy.selector(), "secret-word")) {
            assertThat(failure(provider, server, selector))
                    .hasMessageContainingAll("proxy " + proxy.name(), "407")
                    .hasMessageNotContainingAny(USER, "secret-word");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aProxyThatIsNotThereIsNamed(Provider provider) throws IOException {
        try (ClosedPort nobody = new ClosedPort();
                FakeConnectorServer server = encrypted();
                AuthenticatingProxySelector selector = signIn(ProxySelector.of(nobody.address()), PASSWORD)) {
            assertThat(failure(provider, server, selector))
                    .hasMessageContainingAll(
                            "proxy localhost:" + nobody.address().getPort(), "can't be reached");
        }
    }

    @Test
    void anAnswerThatCanNotBeIsCalledByItsName() throws IOException {
        ScriptedServer.Reply bodyOfNone = connection -> {
            connection.write(
                    "HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\n{}".getBytes(StandardCharsets.US_ASCII));
            return false;
        };
        try (FakeConnectorServer server = encrypted();
                ScriptedServer odd = new ScriptedServer(bodyOfNone)) {
            assertThat(failure(() -> Provider.ENTRA.token(server, URI.create(odd.address()), b -> b)))
                    .hasMessageContaining("status 204 and a body");
            assertThat(odd.requests()).hasSize(1);
        }
    }

    @Test
    void anAuthenticatorThatHidesARefusalIsNamed() throws IOException {
        HttpClient given =
                HttpClient.newBuilder().authenticator(new Authenticator() {}).build();
        try (FakeConnectorServer server = encrypted();
                ScriptedServer refusing = new ScriptedServer(ScriptedServer.Reply.text(401, "{}"))) {
            assertThat(failure(() ->
                            Provider.ENTRA.token(server, URI.create(refusing.address()), b -> b.httpClient(given))))
                    .hasMessageContainingAll("status 401", "Authenticator");
        }
    }

    @Test
    void aConnectionThatWasIdleForLongIsNotUsed() throws IOException {
        try (FakeConnectorServer server = encrypted();
                ForgetfulRelay relay = new ForgetfulRelay(server.environment().toString())) {
            EntraTokenProvider provider = EntraTokenProvider.builder()
                    .tenantId(server.tenantId())
                    .clientId(server.clientId())
                    .clientSecret(server.clientSecret())
                    .authority(URI.create(relay.address()))
                    .sslContext(server.sslContext())
                    .clock(server.clock())
                    .build();
            TokenRequest request = request(server);
            AccessToken first = ask(provider.token(request));
            AccessToken second = ask(provider.token(request.afterRejectionOf(first)));
            assertThat(relay.connections()).isEqualTo(1);
            server.clock().advance(Duration.ofSeconds(61));
            relay.forget();
            ask(provider.token(request.afterRejectionOf(second)));
            assertThat(relay.connections()).isEqualTo(2);
        }
    }

    private static FakeConnectorServer encrypted() {
        return FakeConnectorServer.builder().tls(true).start();
    }

    private static AuthenticatingProxySelector signIn(ProxySelector proxies, String password) {
        return AuthenticatingProxySelector.of(proxies, USER, password.toCharArray());
    }

    private static TokenUnavailableException failure(
            Provider provider, FakeConnectorServer server, ProxySelector selector) {
        return failure(() -> provider.token(server, server.environment(), b -> b.proxy(selector)));
    }

    private static TokenUnavailableException failure(Runnable call) {
        return catchThrowableOfType(TokenUnavailableException.class, () -> {
            try {
                call.run();
            } catch (CompletionException e) {
                throw e.getCause();
            }
        });
    }

    private static TokenRequest request(FakeConnectorServer server) {
        return TokenRequest.of(server.environment().toString());
    }

    private static AccessToken ask(CompletionStage<AccessToken> token) {
        return token.toCompletableFuture().join();
    }
}
