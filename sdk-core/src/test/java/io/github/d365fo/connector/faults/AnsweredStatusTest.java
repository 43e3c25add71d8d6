package io.github.d365fo.connector.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d365fo.connector.AuthenticatingProxySelector;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.error.ProxyException;
import io.github.d365fo.connector.error.ServiceException;
import io.github.d365fo.connector.faults.SentOnceTest.Verb;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import io.github.d365fo.connector.support.TestProxy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever status answers a request that has arrived, it is the server's, and the request is not said to be unsent. */
@ExtendWith(CapturedLog.class)
@Timeout(60)
class AnsweredStatusTest {
    /** How the request comes to the server that answers it. */
    enum Road {
        PLAIN,
        ENCRYPTED,
        TUNNEL,
        SIGNED_IN_TUNNEL
    }

    private static final int PROXY_WANTS_SIGN_IN = 407;

    static Stream<Arguments> roads() {
        return Stream.of(Road.values())
                .flatMap(road -> Stream.of(Verb.values())
                        .flatMap(
                                verb -> Stream.of(FaceUnderTest.values()).map(face -> Arguments.of(road, verb, face))));
    }

    static Stream<Arguments> statuses() {
        return roads().flatMap(road -> Stream.of(404, 407, 502)
                .map(status -> Arguments.of(road.get()[0], road.get()[1], road.get()[2], status)));
    }

    @ParameterizedTest
    @MethodSource("statuses")
    void anAnsweredStatusIsNeverUnsent(Road road, Verb verb, FaceUnderTest face, int status) throws IOException {
        try (Setting setting = new Setting(road, face, Reply.text(status, "no"))) {
            ServiceException error = catchThrowableOfType(ServiceException.class, () -> setting.call(verb));
            assertThat(error.statusCode()).isEqualTo(status);
            assertThat(error.outcome()).isNotEqualTo(Outcome.NOT_SENT);
            assertThat(setting.rig.server.requests()).hasSizeGreaterThanOrEqualTo(1);
            if (status == PROXY_WANTS_SIGN_IN) {
                assertThat(setting.rig.server.requests()).hasSize(1);
                assertThat(error.outcome()).isEqualTo(isWrite(verb) ? Outcome.UNKNOWN : Outcome.REJECTED);
            }
        }
    }

    /** The words in which the HTTP client says that a proxy refused may come from a server, too. */
    @ParameterizedTest
    @MethodSource("roads")
    void wordsOfAServerMakeNoProxy(Road road, Verb verb, FaceUnderTest face) throws IOException {
        Reply words = connection -> {
            connection.write("Tunnel failed, got: 407\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            return false;
        };
        try (Setting setting = new Setting(road, face, words)) {
            ConnectorException error = catchThrowableOfType(ConnectorException.class, () -> setting.call(verb));
            assertThat(error).isNotInstanceOf(ProxyException.class);
            assertThat(error.outcome()).isEqualTo(Outcome.UNKNOWN);
        }
    }

    private static boolean isWrite(Verb verb) {
        return verb.isSentOnce() || verb == Verb.ACKNOWLEDGE;
    }

    /** A client, a server and what lies in between. */
    private static final class Setting implements AutoCloseable {
        private final FaceUnderTest face;
        private final TestProxy open = new TestProxy(head -> 200);
        private final TestProxy proxy = TestProxy.wanting("user", "secret-password");
        private final @Nullable AuthenticatingProxySelector selector;
        private final Rig rig;

        Setting(Road road, FaceUnderTest face, Reply reply) throws IOException {
            this.face = face;
            this.selector = road == Road.SIGNED_IN_TUNNEL
                    ? AuthenticatingProxySelector.of(proxy.selector(), "user", "secret-password".toCharArray())
                    : null;
            this.rig = switch (road) {
                case PLAIN -> new Rig(face, reply);
                case ENCRYPTED -> Rig.encrypted(b -> b, face, reply);
                case TUNNEL -> Rig.encrypted(b -> b.proxy(open.selector()), face, reply);
                case SIGNED_IN_TUNNEL -> Rig.encrypted(b -> b.proxy(selector), face, reply);
            };
        }

        void call(Verb verb) {
            verb.call.accept(rig.client, face);
        }

        @Override
        public void close() throws IOException {
            rig.close();
            proxy.close();
            open.close();
            if (selector != null) {
                selector.close();
            }
        }
    }
}
