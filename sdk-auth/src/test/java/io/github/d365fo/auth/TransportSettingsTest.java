package io.github.d365fo.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.github.d365fo.connector.auth.AccessToken;
import io.github.d365fo.connector.auth.TokenRequest;
import io.github.d365fo.connector.error.TokenUnavailableException;
import io.github.d365fo.connector.error.TokenUnavailableException.Reason;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.testkit.FakeConnectorServer;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Over which connections tokens are asked for. */
@ExtendWith(CapturedLog.class)
@Timeout(60)
class TransportSettingsTest {
    @Test
    void theTlsContextThatIsSetIsUsed() {
        try (FakeConnectorServer server =
                FakeConnectorServer.builder().tls(true).start()) {
            EntraTokenProvider.Builder builder = builder(server).authority(server.environment());
            assertThat(token(builder.sslContext(server.sslContext()).build(), server)
                            .value())
                    .isNotBlank();
            EntraTokenProvider trusting =
                    builder(server).authority(server.environment()).build();
            assertThatThrownBy(() -> token(trusting, server))
                    .cause()
                    .isInstanceOfSatisfying(
                            TokenUnavailableException.class,
                            e -> assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE));
        }
    }

    @Test
    void managedIdentityBypassesTheProxy() throws Exception {
        List<URI> asked = new CopyOnWriteArrayList<>();
        HttpServer proxy = proxy(asked);
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            ProxySelector selector = ProxySelector.of(proxy.getAddress());
            URI nowhere = URI.create("http://127.0.0.1:1");
            assertThat(token(builder(server).authority(nowhere).proxy(selector).build(), server)
                            .value())
                    .isEqualTo("from-the-proxy");
            assertThat(asked).hasSize(1);
            EntraTokenProvider machine = EntraTokenProvider.builder()
                    .managedIdentity()
                    .managedIdentityHost(server.environment())
                    .proxy(selector)
                    .clock(server.clock())
                    .build();
            assertThat(token(machine, server).value()).isNotEqualTo("from-the-proxy");
            assertThat(asked).hasSize(1);
        } finally {
            proxy.stop(0);
        }
    }

    private static EntraTokenProvider.Builder builder(FakeConnectorServer server) {
        return EntraTokenProvider.builder()
                .tenantId(server.tenantId())
                .clientId(server.clientId())
                .clientSecret(server.clientSecret())
                .clock(server.clock());
    }

    private static AccessToken token(EntraTokenProvider provider, FakeConnectorServer server)
            throws CompletionException {
        return provider.token(TokenRequest.of(server.environment().toString()))
                .toCompletableFuture()
                .join();
    }

    private static HttpServer proxy(List<URI> asked) throws Exception {
        HttpServer proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        proxy.createContext("/", exchange -> {
            try (exchange) {
                asked.add(exchange.getRequestURI());
                exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
                byte[] answer = "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":\"from-the-proxy\"}"
                        .getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        proxy.start();
        return proxy;
    }
}
