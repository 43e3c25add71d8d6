package io.github.d365fo.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.d365fo.connector.error.TokenUnavailableException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The one thread of the JDK's HTTP client has died, of a full heap for example: one request fails at most. */
@Timeout(60)
class DeadHttpClientTest {
    private static final Duration SHORT = Duration.ofSeconds(2);

    private HttpServer identity;

    @BeforeEach
    void start() throws Exception {
        identity = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        identity.createContext("/", exchange -> {
            try (exchange) {
                exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
                byte[] answer = "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":\"t\"}"
                        .getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        identity.start();
    }

    @AfterEach
    void stop() {
        identity.stop(0);
    }

    @Test
    void theNextRequestIsAnswered() throws Exception {
        Set<Thread> others = selectors();
        Connections connections = Connections.own(HttpClient::newHttpClient, Clock.systemUTC());
        TokenEndpoint endpoint = new TokenEndpoint(connections, SHORT, Clock.systemUTC());
        assertThat(ask(endpoint)).isEqualTo(200);
        for (Thread mine : selectors()) {
            if (!others.contains(mine)) {
                mine.interrupt();
                mine.join();
            }
        }
        try {
            assertThat(ask(endpoint)).isEqualTo(200);
        } catch (TokenUnavailableException e) {
            assertThat(e.reason()).isEqualTo(TokenUnavailableException.Reason.UNREACHABLE);
        }
        assertThat(ask(endpoint)).isEqualTo(200);
    }

    private int ask(TokenEndpoint endpoint) throws InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + identity.getAddress().getPort() + "/token");
        return endpoint.send(endpoint.request(address).GET().build()).statusCode();
    }

    private static Set<Thread> selectors() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains("SelectorManager"))
                .collect(Collectors.toSet());
    }
}
