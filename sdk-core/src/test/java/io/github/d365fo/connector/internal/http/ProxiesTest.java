package io.github.d365fo.connector.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.AuthenticatingProxySelector;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.internal.http.ExchangeFailure.ProxyRefused;
import io.github.d365fo.connector.internal.settings.ClientSettings;
import io.github.d365fo.connector.internal.wire.EnvironmentAddress;
import io.github.d365fo.connector.retry.RetryPolicy;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is said of a proxy, and what it is told. */
class ProxiesTest {
    private static final URI TARGET = URI.create("https://environment.invalid/");
    private static final InetSocketAddress ADDRESS = InetSocketAddress.createUnresolved("proxy", 8080);
    private static final ProxySelector PROXY = ProxySelector.of(ADDRESS);

    @Test
    void aProxyOnTheWayIsNamed() {
        assertThat(proxies(PROXY, null).way(TARGET)).isEqualTo(" (through the proxy proxy:8080)");
        assertThat(proxies(HttpClient.Builder.NO_PROXY, null).way(TARGET)).isEmpty();
        assertThat(proxies(answering(() -> List.of(new Proxy(Proxy.Type.SOCKS, ADDRESS))), null)
                        .way(TARGET))
                .isEmpty();
    }

    @Test
    void theProxyOfTheProgramsOwnClientCounts() {
        HttpClient client = HttpClient.newBuilder().proxy(PROXY).build();
        assertThat(proxies(HttpClient.Builder.NO_PROXY, client).way(TARGET)).contains("proxy:8080");
    }

    @Test
    void aFailingSelectorShortensTheMessage() {
        Proxies failing = proxies(
                answering(() -> {
                    throw new IllegalStateException("of the user");
                }),
                null);
        assertThat(failing.way(TARGET)).isEmpty();
        assertThat(failing.refusal(TARGET, 403, false))
                .hasMessage("the proxy in between refuses a connection to environment.invalid (status 403)");
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void aRefusalSaysWhatItMeans() {
        ProxyRefused refusal = proxies(PROXY, null).refusal(TARGET, 407, true);
        assertThat(refusal)
                .hasMessage("the proxy proxy:8080 requires authentication (status 407); use an"
                        + " AuthenticatingProxySelector");
        assertThat(refusal.proxy()).isEqualTo("proxy:8080");
        assertThat(refusal.status()).isEqualTo(407);
        assertThat(refusal.possiblySent()).isTrue();
        assertThat(proxies(PROXY, null).refusal(TARGET, 403, false).possiblySent())
                .isFalse();
    }

    @Test
    void aProxyThatWantsASignInGetsIt() throws Exception {
        try (AuthenticatingProxySelector selector =
                AuthenticatingProxySelector.of(PROXY, "user", "password".toCharArray())) {
            Proxies proxies = proxies(selector, null);
            assertThat(proxies.authorization(TARGET).orElseThrow()).isNotBlank();
            assertThat(proxies.way(TARGET)).contains("proxy:8080");
            assertThat(proxies.refusal(TARGET, 407, false))
                    .hasMessageContaining("rejects the user and password (status 407)");
        }
        assertThat(proxies(PROXY, null).authorization(TARGET)).isEmpty();
    }

    @Test
    void aSelectorThatFailsForTheSignInFailsTheRequest() {
        ProxySelector failing = answering(() -> {
            throw new IllegalStateException("of the user");
        });
        try (AuthenticatingProxySelector selector =
                AuthenticatingProxySelector.of(failing, "user", "password".toCharArray())) {
            assertThatThrownBy(() -> proxies(selector, null).authorization(TARGET))
                    .isInstanceOf(LostException.class)
                    .hasMessageContaining("did not start");
        }
    }

    private static ProxySelector answering(Supplier<List<Proxy>> proxies) {
        return new ProxySelector() {
            @Override
            public List<Proxy> select(URI target) {
                return proxies.get();
            }

            @Override
            public void connectFailed(URI target, SocketAddress address, IOException failure) {
                throw new AssertionError(failure);
            }
        };
    }

    private static Proxies proxies(@Nullable ProxySelector selector, @Nullable HttpClient client) {
        Duration timeout = Duration.ofSeconds(30);
        return new Proxies(new ClientSettings(
                EnvironmentAddress.parse("https://environment.invalid"),
                TokenProvider.ofStatic("secret-token"),
                RetryPolicy.ofDefaults(),
                new ClientSettings.Timeouts(timeout, timeout, timeout, timeout),
                52,
                client,
                selector,
                null,
                List.of(),
                "test",
                Clock.systemUTC(),
                Set.of(),
                true,
                new KnownSecrets()));
    }
}
