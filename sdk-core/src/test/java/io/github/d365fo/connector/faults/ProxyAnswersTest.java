package io.github.d365fo.connector.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d365fo.connector.AuthenticatingProxySelector;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.error.ProxyException;
import io.github.d365fo.connector.faults.Rig.Verb;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.connector.support.TestProxy;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a proxy says before it makes a tunnel does no harm, and what it does instead of making one is said. */
@ExtendWith(CapturedLog.class)
@Timeout(60)
class ProxyAnswersTest {
    private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";

    @TempDir
    Path directory;

    /** What a proxy does with CONNECT. */
    enum Manner {
        CONTINUES(CONTINUE, true, ""),
        PROCESSES("HTTP/1.1 102 Processing\r\nX: y\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", true, ""),
        CONTINUES_FOR_EVER(CONTINUE.repeat(100), false, "is not HTTP"),
        SWITCHES("HTTP/1.1 101 Switching Protocols\r\n\r\n", false, "is not HTTP"),
        CONTINUES_AND_REFUSES(CONTINUE + "HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n", false, "status 403"),
        CONTINUES_AND_CLOSES(CONTINUE, false, "closed the connection without an answer"),
        CLOSES("", false, "closed the connection without an answer"),
        CLOSES_WITHIN_ITS_ANSWER("HTTP/1.1 20", false, "closed the connection without an answer"),
        RESETS("", false, "reset the connection") {
            @Override
            void end(Socket near) throws IOException {
                near.setSoLinger(true, 0);
                near.close();
            }
        },
        SPEAKS_SSH("SSH-2.0-x\r\n", false, "is not HTTP"),
        SPEAKS_WITHOUT_LINES("\0\1\2", false, "is not HTTP"),
        HAS_NO_STATUS("HTTP/1.1 okay\r\n\r\n", false, "is not HTTP"),
        HAS_A_LONG_STATUS("HTTP/1.1 2000 OK\r\n\r\n", false, "is not HTTP"),
        HAS_NO_END("HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(5_000), false, "is not HTTP");

        private final String said;
        private final boolean tunnels;
        private final String words;

        Manner(String said, boolean tunnels, String words) {
            this.said = said;
            this.tunnels = tunnels;
            this.words = words;
        }

        boolean speak(Socket near) throws IOException {
            near.getOutputStream().write(said.getBytes(StandardCharsets.ISO_8859_1));
            if (!tunnels) {
                end(near);
            }
            return tunnels;
        }

        void end(Socket near) throws IOException {
            near.shutdownOutput();
        }
    }

    static Stream<Arguments> manners() {
        return Stream.of(Manner.values())
                .flatMap(manner -> Stream.of(Verb.ENQUEUE, Verb.DEQUEUE)
                        .flatMap(verb ->
                                Stream.of(FaceUnderTest.values()).map(face -> Arguments.of(manner, verb, face))));
    }

    @ParameterizedTest
    @MethodSource("manners")
    void proxyAnswersAreUnderstood(Manner manner, Verb verb, FaceUnderTest face) throws IOException {
        try (TestProxy proxy = TestProxy.speaking(manner::speak);
                AuthenticatingProxySelector selector =
                        AuthenticatingProxySelector.of(proxy.selector(), "user", "secret-password".toCharArray());
                Rig rig = Rig.encrypted(b -> b.proxy(selector), face, verb.success())) {
            if (manner.tunnels) {
                assertThatCode(() -> verb.call(rig, directory)).doesNotThrowAnyException();
                return;
            }
            ProxyException error = catchThrowableOfType(ProxyException.class, () -> verb.call(rig, directory));
            assertThat(error)
                    .hasMessageContainingAll("proxy " + proxy.name(), manner.words)
                    .hasMessageNotContaining("can't be reached");
            assertThat(error.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(error.attempts()).hasSize(manner == Manner.CONTINUES_AND_REFUSES ? 1 : 5);
        }
    }
}
