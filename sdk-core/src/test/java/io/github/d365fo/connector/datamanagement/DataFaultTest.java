package io.github.d365fo.connector.datamanagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What starts something is sent once and in doubt never again; what asks or repairs is repeated. */
@ExtendWith(CapturedLog.class)
class DataFaultTest {
    private static final ExecutionId EXECUTION = ExecutionId.of("E-1");

    enum Verb {
        IMPORT_PACKAGE(
                Kind.ONCE,
                data -> data.importFromPackage(SignedUrl.of("https://a.example/p?sig=secret"), ImportRequest.of("C"))),
        EXPORT_PACKAGE(Kind.ONCE, data -> data.exportToPackage(ExportRequest.of("C"))),
        EXECUTION_STATUS(Kind.READ, data -> data.executionStatus(EXECUTION)),
        WRITE_URL(Kind.READ, data -> data.writeUrl("p.zip")),
        EXECUTION_ERRORS(Kind.READ, data -> data.executionErrors(EXECUTION)),
        GENERATE_ERROR_KEYS(Kind.REPEATABLE, data -> data.generateErrorKeys(EXECUTION, "Customers")),
        DELETE_EXECUTION_HISTORY(Kind.REPEATABLE, data -> data.deleteExecutionHistory(EXECUTION));

        final Kind kind;
        final Consumer<DataManagement> call;

        Verb(Kind kind, Consumer<DataManagement> call) {
            this.kind = kind;
            this.call = call;
        }
    }

    enum Kind {
        ONCE,
        REPEATABLE,
        READ
    }

    enum Fault {
        RESET(Reply.reset(true)),
        BROKEN(Reply.text(500, "no")),
        BAD_GATEWAY(Reply.text(502, "<html></html>")),
        TRUNCATED(Reply.truncated(500, new byte[] {'{'})),
        THROTTLED(Reply.text(429, "busy", "Retry-After: 60")),
        POSTPONED(Reply.text(503, "down", "Retry-After: 7")),
        REFUSED(Reply.text(400, "no"));

        final Reply reply;

        Fault(Reply reply) {
            this.reply = reply;
        }

        int sends(Kind kind) {
            return switch (this) {
                case RESET, BROKEN, BAD_GATEWAY, TRUNCATED -> kind == Kind.ONCE ? 1 : 5;
                case THROTTLED, POSTPONED -> 5;
                case REFUSED -> 1;
            };
        }

        Outcome outcome(Kind kind) {
            return switch (this) {
                case RESET, TRUNCATED -> Outcome.UNKNOWN;
                case BROKEN, BAD_GATEWAY -> kind == Kind.READ ? Outcome.REJECTED : Outcome.UNKNOWN;
                case THROTTLED, POSTPONED, REFUSED -> Outcome.REJECTED;
            };
        }
    }

    static Stream<Arguments> cells() {
        return Stream.of(FaceUnderTest.values())
                .flatMap(face -> Arrays.stream(Verb.values())
                        .flatMap(verb -> Arrays.stream(Fault.values()).map(fault -> Arguments.of(face, verb, fault))));
    }

    @ParameterizedTest(name = "{1} {2} {0}")
    @MethodSource("cells")
    void aLastingFaultEndsInATypedError(FaceUnderTest face, Verb verb, Fault fault) throws IOException {
        try (DataRig rig = new DataRig(face, fault.reply)) {
            ConnectorException error = catchThrowableOfType(ConnectorException.class, () -> verb.call.accept(rig.data));
            assertThat(error.operation()).isEqualTo(Operation.valueOf(verb.name()));
            assertThat(error.outcome()).isEqualTo(fault.outcome(verb.kind));
            int sends = fault.sends(verb.kind);
            assertThat(error.attempts()).hasSize(sends);
            assertThat(rig.server.requests()).hasSize(sends);
            assertThat(error).hasMessageNotContaining("secret");
            if (error.outcome() == Outcome.UNKNOWN && verb.kind == Kind.ONCE) {
                assertThat(error).hasMessageContaining("executionStatus");
            }
            if (sends == 5 && fault != Fault.THROTTLED) {
                assertThat(rig.clock.delays()).isEqualTo(Collections.nCopies(4, Duration.ofSeconds(7)));
            }
        }
    }
}
