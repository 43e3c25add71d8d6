package io.github.d365fo.testkit.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HttpListenerTest {
    @Test
    void thePortIsFreeOnceItIsClosed() {
        try (HttpListener first = new HttpListener(null, 0)) {
            int port = first.port();
            first.start(exchange -> exchange.begin(204, 0, () -> {}));
            first.close();
            for (int i = 0; i < 200; i++) {
                try (HttpListener next = new HttpListener(null, port)) {
                    next.start(exchange -> exchange.begin(204, 0, () -> {}));
                    assertThat(next.port()).isEqualTo(port);
                }
            }
        }
    }
}
