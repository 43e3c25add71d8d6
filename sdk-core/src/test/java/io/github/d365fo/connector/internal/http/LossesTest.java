package io.github.d365fo.connector.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the HTTP client throws, in words. */
class LossesTest {
    static Stream<Arguments> losses() {
        return Stream.of(
                arguments(new UnknownHostException("x"), "the host name is unknown"),
                arguments(beneath(new UnresolvedAddressException()), "the host name is unknown"),
                arguments(new HttpConnectTimeoutException("x"), "no connection within the connect timeout"),
                arguments(new HttpTimeoutException("x"), "no response within the response timeout"),
                arguments(new ConnectException("refused"), "no connection: refused"),
                arguments(new ConnectException(), "no connection"),
                arguments(beneath(new IllegalArgumentException()), "the headers of the response are invalid: outside"),
                arguments(new SSLException("no trust"), "TLS failed: no trust"),
                arguments(new IOException("reset"), "the connection broke off: reset"),
                arguments(new IOException((String) null), "the connection broke off"),
                arguments(beneath(new RepeatRefusedException("a repetition")), "a repetition"));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void each(Throwable failure, String words) throws Exception {
        assertThat(LostException.of(failure).words()).isEqualTo(words);
    }

    @Test
    void aBodyWhereNoneCanBeIsSeen() {
        assertThat(Losses.isBodyOfNone(new IOException("unexpected content length header with 204 response")))
                .isTrue();
        assertThat(Losses.isBodyOfNone(new IOException("reset"))).isFalse();
        assertThat(Losses.isBodyOfNone(new IOException((String) null))).isFalse();
    }

    @Test
    void aFailureIsFoundAtAnyDepthButNotForEver() {
        SSLException deep = new SSLException("deep");
        Throwable failure = deep;
        for (int i = 0; i < 10; i++) {
            failure = new IOException(failure);
        }
        assertThat(Losses.find(SSLException.class, failure)).isSameAs(deep);
        assertThat(Losses.find(ConnectException.class, failure)).isNull();
        IOException one = new IOException("one");
        IOException other = new IOException("other", one);
        one.initCause(other);
        assertThat(Losses.find(SSLException.class, one)).isNull();
    }

    @Test
    void theProxyStatusIsReadFromTheMessage() {
        assertThat(LostException.of(new IOException("Tunnel failed, got: 503")).proxyStatus())
                .hasValue(503);
        assertThat(LostException.of(new IOException("reset")).proxyStatus()).isEmpty();
    }

    @Test
    void whatDidNotBeginSaysSoUnlessItWasInterrupted() throws Exception {
        assertThat(LostException.notBegun(new IllegalStateException("of the selector"))
                        .words())
                .isEqualTo("the HTTP client did not start: java.lang.IllegalStateException: of the selector");
        InterruptedException interrupt = new InterruptedException();
        assertThatThrownBy(() -> LostException.notBegun(interrupt)).isSameAs(interrupt);
    }

    private static IOException beneath(Throwable cause) {
        return new IOException("outside", cause);
    }
}
