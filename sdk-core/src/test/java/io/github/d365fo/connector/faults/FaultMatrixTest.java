package io.github.d365fo.connector.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.error.AuthorizationException;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.MalformedResponseException;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.error.PayloadTooLargeException;
import io.github.d365fo.connector.error.ServiceException;
import io.github.d365fo.connector.error.ThrottledException;
import io.github.d365fo.connector.error.TransportException;
import io.github.d365fo.connector.faults.Rig.Verb;
import io.github.d365fo.connector.retry.RetryPolicy;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every verb under every fault, through both faces: what is thrown, what it says happened, how often it was sent. */
class FaultMatrixTest {
    private static final Duration BACKOFF = Duration.ofSeconds(7);

    @TempDir
    Path directory;

    /** What the server does, and what follows for a read, for an acknowledgement and for an enqueue. */
    enum Fault {
        THROTTLED_SECONDS(Reply.text(429, "busy", "Retry-After: 60"), ThrottledException.class, Retried.BY_ALL),
        THROTTLED_DATE(
                Reply.text(429, "busy", "Retry-After: Sun, 01 Mar 2026 03:01:00 GMT"),
                ThrottledException.class,
                Retried.BY_ALL),
        THROTTLED_SILENTLY(Reply.text(429, "busy"), ThrottledException.class, Retried.BY_ALL),
        UNAUTHORIZED(Reply.text(401, "no"), AuthorizationException.class, Retried.ONCE),
        FORBIDDEN(Reply.text(403, "no"), AuthorizationException.class, Retried.BY_NONE),
        NOT_FOUND(Reply.text(404, "no"), ServiceException.class, Retried.BY_NONE),
        TOO_LARGE(Reply.text(413, "no"), PayloadTooLargeException.class, Retried.BY_NONE),
        BROKEN(Reply.text(500, "{\"Message\":\"An error has occurred.\"}"), ServiceException.class, Retried.BY_SAFE),
        BAD_GATEWAY(Reply.text(502, "<html>bad gateway</html>"), ServiceException.class, Retried.BY_SAFE),
        UNAVAILABLE(Reply.text(503, "down"), ServiceException.class, Retried.BY_SAFE),
        POSTPONED(Reply.text(503, "down", "Retry-After: 7"), ServiceException.class, Retried.BY_ALL),
        LOGIN_PAGE(
                Reply.text(302, "", "Location: https://login.microsoftonline.com/x"),
                ServiceException.class,
                Retried.BY_NONE),
        RESET_AFTER_BODY(Reply.reset(true), TransportException.class, Retried.BY_SAFE),
        RESET_BEFORE_BODY(Reply.reset(false), TransportException.class, Retried.BY_SAFE),
        TRUNCATED(
                Reply.truncated(5_000, "{\"Corr".getBytes(StandardCharsets.UTF_8)),
                TransportException.class,
                Retried.BY_SAFE),
        HEADERS_CUT(
                connection -> {
                    connection.write("HTTP/1.1 200 OK\r\nContent-Le".getBytes(StandardCharsets.UTF_8));
                    return false;
                },
                TransportException.class,
                Retried.BY_SAFE);

        final Reply reply;
        final Class<? extends ConnectorException> error;
        final Retried retried;

        Fault(Reply reply, Class<? extends ConnectorException> error, Retried retried) {
            this.reply = reply;
            this.error = error;
            this.retried = retried;
        }

        Outcome outcome(Verb verb) {
            if (error == TransportException.class) {
                return Outcome.UNKNOWN;
            }
            return verb.isWrite() && retried == Retried.BY_SAFE ? Outcome.UNKNOWN : Outcome.REJECTED;
        }
    }

    enum Retried {
        BY_ALL,
        BY_SAFE,
        ONCE,
        BY_NONE;

        int sends(Verb verb) {
            return switch (this) {
                case BY_ALL -> 5;
                case BY_SAFE -> verb == Verb.ENQUEUE ? 1 : 5;
                case ONCE -> 2;
                case BY_NONE -> 1;
            };
        }
    }

    static Stream<Arguments> cells() {
        List<Arguments> cells = new ArrayList<>();
        for (FaceUnderTest face : FaceUnderTest.values()) {
            for (Verb verb : Verb.values()) {
                for (Fault fault : Fault.values()) {
                    cells.add(Arguments.of(face, verb, fault));
                }
            }
        }
        return cells.stream();
    }

    @ParameterizedTest(name = "{1} {2} {0}")
    @MethodSource("cells")
    void aLastingFaultEndsInATypedError(FaceUnderTest face, Verb verb, Fault fault) throws IOException {
        try (Rig rig = new Rig(face, fault.reply)) {
            ConnectorException error = catchThrowableOfType(ConnectorException.class, () -> verb.call(rig, directory));
            assertThat(error).isInstanceOf(fault.error);
            assertThat(error.outcome()).isEqualTo(fault.outcome(verb));
            assertThat(error.operation()).isEqualTo(Operation.valueOf(verb.name()));
            int sends = fault.retried.sends(verb);
            assertThat(error.attempts()).hasSize(sends);
            // The JDK sends a GET by itself once more when its connection dies before an answer.
            if (fault.error == TransportException.class) {
                assertThat(rig.server.requests()).hasSizeGreaterThanOrEqualTo(sends);
            } else {
                assertThat(rig.server.requests()).hasSize(sends);
            }
            if (fault.retried == Retried.BY_SAFE) {
                assertThat(rig.clock.delays()).isEqualTo(Collections.nCopies(sends - 1, BACKOFF));
            }
            assertThat(error).hasMessageNotContainingAny("secret-token", "secret-receipt");
            assertNothingLeft();
        }
    }

    @ParameterizedTest(name = "{1} {2} {0}")
    @MethodSource("cells")
    void aPassingFaultIsOvercomeWhereThatIsSafe(FaceUnderTest face, Verb verb, Fault fault) throws IOException {
        boolean overcome = fault.retried.sends(verb) > 1;
        try (Rig rig = new Rig(face, fault.reply, fault.reply, verb.success())) {
            Throwable error = catchThrowable(() -> verb.call(rig, directory));
            if (overcome && fault.retried != Retried.ONCE) {
                assertThat(error).isNull();
                assertThat(rig.clock.delays()).isNotEmpty();
            } else {
                assertThat(error).isInstanceOf(fault.error);
            }
        }
    }

    @ParameterizedTest(name = "{1} {0}")
    @MethodSource("verbs")
    void whatCanNotBeReadIsSaid(FaceUnderTest face, Verb verb) throws IOException {
        Reply page = Reply.text(200, "<!DOCTYPE html><html>sign in</html>", "Content-Type: text/html");
        try (Rig rig = new Rig(face, page)) {
            MalformedResponseException error =
                    catchThrowableOfType(MalformedResponseException.class, () -> verb.call(rig, directory));
            assertThat(error).hasMessageContaining("web page");
            assertThat(error.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(rig.server.requests()).hasSize(1);
            assertNothingLeft();
        }
    }

    @ParameterizedTest(name = "{1} {0}")
    @MethodSource("verbs")
    void aSilentServerEndsTheCall(FaceUnderTest face, Verb verb) throws IOException {
        try (Rig rig = Rig.with(
                b -> b.responseTimeout(Duration.ofMillis(150)).retryPolicy(RetryPolicy.none()),
                face,
                Reply.silence())) {
            TransportException error = catchThrowableOfType(TransportException.class, () -> verb.call(rig, directory));
            assertThat(error.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertNothingLeft();
        }
    }

    @ParameterizedTest(name = "{1} {0}")
    @MethodSource("verbs")
    void aBodyThatStandsStillEndsTheCall(FaceUnderTest face, Verb verb) throws IOException {
        try (Rig rig = Rig.with(
                b -> b.stallTimeout(Duration.ofMillis(150)).retryPolicy(RetryPolicy.none()),
                face,
                Reply.stalled(100_000, "{".getBytes(StandardCharsets.UTF_8)))) {
            TransportException error = catchThrowableOfType(TransportException.class, () -> verb.call(rig, directory));
            assertThat(error).hasMessageContaining("stood still");
            assertNothingLeft();
        }
    }

    @ParameterizedTest(name = "{1} {0}")
    @MethodSource("verbs")
    void aRefusedConnectionIsRetriedByAllAndNothingWasSent(FaceUnderTest face, Verb verb) throws IOException {
        try (Rig rig = new Rig(face, verb.success())) {
            rig.server.close();
            TransportException error = catchThrowableOfType(TransportException.class, () -> verb.call(rig, directory));
            assertThat(error.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(error.attempts()).hasSize(5);
            assertThat(rig.clock.delays()).isEqualTo(Collections.nCopies(4, BACKOFF));
            assertNothingLeft();
        }
    }

    static Stream<Arguments> verbs() {
        return Stream.of(FaceUnderTest.values())
                .flatMap(face -> Stream.of(Verb.values()).map(verb -> Arguments.of(face, verb)));
    }

    private void assertNothingLeft() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
    }
}
