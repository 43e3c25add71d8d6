package io.github.d365fo.connector.usercode;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.dequeue.TransferListener;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.support.ScriptedServer;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What fails even when it is asked why ends the call at once, and not by its timeout. */
@Timeout(60)
class UnspeakableFailureTest {
    /** Who throws it. */
    enum Thrower {
        PAYLOAD,
        PAYLOAD_STREAM,
        TOKEN_PROVIDER,
        TOKEN_STAGE
    }

    @ParameterizedTest
    @CsvSource({
        "BLOCKING, PAYLOAD", "BLOCKING, PAYLOAD_STREAM", "BLOCKING, TOKEN_PROVIDER", "BLOCKING, TOKEN_STAGE",
        "ASYNC, PAYLOAD", "ASYNC, PAYLOAD_STREAM", "ASYNC, TOKEN_PROVIDER", "ASYNC, TOKEN_STAGE"
    })
    void theCallEndsAtOnce(FaceUnderTest face, Thrower thrower) throws Exception {
        try (ScriptedServer server = new ScriptedServer(new Service());
                ConnectorClient client = ConnectorClient.builder()
                        .environment(server.address())
                        .tokenProvider(tokens(thrower))
                        .build()) {
            FaceCaller caller =
                    new FaceCaller(client, face, Path.of("unused"), payload(thrower), TransferListener.none());
            assertThatThrownBy(() -> Verb.ENQUEUE.call(caller))
                    .isInstanceOf(ConnectorException.class)
                    .satisfies(end -> assertThatThrownBy(() -> {
                                throw end;
                            })
                            .hasStackTraceContaining(Unspeakable.class.getName()));
        }
    }

    private static TokenProvider tokens(Thrower thrower) {
        return switch (thrower) {
            case TOKEN_PROVIDER ->
                request -> {
                    throw new Unspeakable();
                };
            case TOKEN_STAGE -> request -> CompletableFuture.failedFuture(new Unspeakable());
            default -> TokenProvider.ofStatic("secret-token");
        };
    }

    private static Payload payload(Thrower thrower) {
        return switch (thrower) {
            case PAYLOAD ->
                Payload.ofStream(() -> {
                    throw new Unspeakable();
                });
            case PAYLOAD_STREAM ->
                Payload.ofStream(() -> new InputStream() {
                    @Override
                    public int read() {
                        throw new Unspeakable();
                    }
                });
            default -> Payload.ofString("x");
        };
    }

    private static final class Unspeakable extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no words for it");
        }

        @Override
        public synchronized Throwable getCause() {
            throw new AssertionError("no cause for it");
        }
    }
}
