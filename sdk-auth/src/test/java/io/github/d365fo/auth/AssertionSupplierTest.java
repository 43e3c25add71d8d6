package io.github.d365fo.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.error.TokenProblem;
import io.github.d365fo.connector.error.TokenUnavailableException;
import io.github.d365fo.connector.error.TokenUnavailableException.Reason;
import io.github.d365fo.testkit.FakeConnectorServer;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What callers are told when the user's own supplier of assertions fails. */
@Timeout(60)
class AssertionSupplierTest {
    private final FakeConnectorServer server = FakeConnectorServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    static Stream<Arguments> networkFailures() {
        return forEachFace(
                new ConnectException("refused"),
                new HttpTimeoutException("timed out"),
                new TimeoutException("timed out"),
                new UncheckedIOException(new IOException("reset")),
                new CompletionException(new IOException("reset")),
                new CompletionException(new UncheckedIOException(new ConnectException("refused"))),
                new ExecutionException(new TimeoutException("timed out")));
    }

    @ParameterizedTest
    @MethodSource("networkFailures")
    void aNetworkFailureOfTheSupplierIsUnreachable(FaceUnderTest face, Exception thrown) {
        TokenUnavailableException failure = failure(face, throwing(thrown));
        assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(failure).hasMessageContaining("the supplier of the client assertion failed with");
        assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
        server.verify().requests(Operation.ACCESS_TOKEN, 0);
    }

    static Stream<Arguments> mistakes() {
        return forEachFace(
                new NoSuchFileException("token"),
                new FileNotFoundException("token"),
                new UncheckedIOException(new NoSuchFileException("token")),
                new IllegalStateException("not logged in"),
                new CompletionException("without a cause", null));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void everythingElseIs(FaceUnderTest face, Exception thrown) {
        TokenUnavailableException failure = failure(face, throwing(thrown));
        assertThat(failure.reason()).isEqualTo(Reason.MISCONFIGURED);
        assertThat(failure).hasMessageContaining("the supplier of the client assertion failed with");
    }

    @ParameterizedTest
    @EnumSource
    void noAssertionIsNamed(FaceUnderTest face) {
        for (String nothing : Arrays.asList(null, "", " \n")) {
            TokenUnavailableException failure = failure(face, () -> nothing);
            assertThat(failure.reason()).isEqualTo(Reason.MISCONFIGURED);
            assertThat(failure).hasMessageContaining("returned none");
        }
        server.verify().requests(Operation.ACCESS_TOKEN, 0);
    }

    @ParameterizedTest
    @EnumSource
    void whatItSaysItselfIsPassedOn(FaceUnderTest face) {
        TokenUnavailableException own = new TokenUnavailableException(
                "the vault is busy", TokenProblem.of(Reason.THROTTLED).retryAfter(Duration.ofSeconds(40)), null);
        for (Exception thrown : List.of(own, new CompletionException(own))) {
            TokenUnavailableException failure = failure(face, throwing(thrown));
            assertThat(failure.reason()).isEqualTo(Reason.THROTTLED);
            assertThat(failure.retryAfter()).contains(Duration.ofSeconds(40));
            assertThat(failure).hasMessage("the vault is busy");
        }
    }

    @ParameterizedTest
    @EnumSource
    void anInterruptStaysOneAndDoesNotReachTheCaller(FaceUnderTest face) {
        InterruptedException interrupt = new InterruptedException("the pool is shut down");
        for (Exception thrown : List.of(interrupt, new ExecutionException(interrupt))) {
            assertThat(failure(face, throwing(thrown))).hasCause(interrupt);
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }

    private static Stream<Arguments> forEachFace(Exception... thrown) {
        return Arrays.stream(FaceUnderTest.values())
                .flatMap(face -> Arrays.stream(thrown).map(failure -> Arguments.of(face, failure)));
    }

    private static Callable<String> throwing(Exception failure) {
        return () -> {
            throw failure;
        };
    }

    private TokenUnavailableException failure(FaceUnderTest face, Callable<String> supplier) {
        EntraTokenProvider provider = EntraTokenProvider.builder()
                .authority(server.identity().authority())
                .tenantId(server.tenantId())
                .clientId(server.clientId())
                .clientAssertion(supplier)
                .clock(server.clock())
                .build();
        try (ConnectorClient client = ConnectorClient.builder()
                .environment(server.environment())
                .tokenProvider(provider)
                .clock(server.clock())
                .build()) {
            return catchThrowableOfType(
                    TokenUnavailableException.class,
                    () -> face.job(client, server.exportJob().activityId().value())
                            .dequeue());
        }
    }
}
