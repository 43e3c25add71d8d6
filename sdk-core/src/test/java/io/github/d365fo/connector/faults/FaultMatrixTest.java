package io.github.d365fo.connector.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.faults.Fault.Place;
import io.github.d365fo.connector.faults.Rig.Verb;
import io.github.d365fo.connector.support.BuildShare;
import io.github.d365fo.connector.support.CapturedLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every verb under every fault, through both faces: what is thrown, what it says happened, how often it was sent, how
 * long was waited in between, and that nothing is left behind. One request at once, so that a permit that is not given
 * back would stop the next try.
 */
@ExtendWith(CapturedLog.class)
@Timeout(60)
class FaultMatrixTest {
    @TempDir
    Path directory;

    static Stream<Arguments> cells() {
        return verbs().flatMap(cell -> Stream.of(Fault.values())
                .filter(fault -> fault.concerns((Verb) cell.get()[1]))
                .filter(fault -> isForThisJdk((FaceUnderTest) cell.get()[0], (Verb) cell.get()[1], fault))
                .map(fault -> Arguments.of(cell.get()[0], cell.get()[1], fault)));
    }

    private static boolean isForThisJdk(FaceUnderTest face, Verb verb, Fault fault) {
        return BuildShare.has(face.ordinal() + verb.ordinal() + fault.ordinal());
    }

    static Stream<Arguments> cellsWithServer() {
        return cells().filter(cell -> ((Fault) cell.get()[2]).place == Place.SERVER);
    }

    static Stream<Arguments> verbs() {
        return Stream.of(FaceUnderTest.values())
                .flatMap(face -> Stream.of(Verb.values()).map(verb -> Arguments.of(face, verb)));
    }

    @ParameterizedTest(name = "{1} {2} {0}")
    @MethodSource("cells")
    void aLastingFaultEndsInATypedError(FaceUnderTest face, Verb verb, Fault fault) throws IOException {
        int attempts = fault.isSlow() ? 1 : 5;
        try (Rig rig = Rig.under(fault, attempts, face, fault.reply)) {
            ConnectorException error = catchThrowableOfType(ConnectorException.class, () -> verb.call(rig, directory));
            int tries = fault.tries(verb, attempts);
            assertThat(error)
                    .isInstanceOf(fault.error)
                    .hasMessageContaining(fault.words())
                    .hasMessageNotContainingAny("secret-token", "secret-receipt");
            assertThat(error.outcome()).isEqualTo(fault.outcome(verb));
            assertThat(error.operation()).isEqualTo(Operation.valueOf(verb.name()));
            assertThat(error.attempts()).hasSize(tries);
            assertWaits(rig.clock.delays(), fault.waits(tries), fault.tolerance());
            assertRequests(rig, tries, fault.mostRequests(verb));
            Leaks.assertNone(rig.server, directory);
        }
    }

    @ParameterizedTest(name = "{1} {2} {0}")
    @MethodSource("cellsWithServer")
    void aPassingFaultIsOvercomeWhereThatIsSafe(FaceUnderTest face, Verb verb, Fault fault) throws IOException {
        try (Rig rig = Rig.under(fault, 5, face, fault.reply, fault.reply, verb.success())) {
            Throwable error = catchThrowable(() -> verb.call(rig, directory));
            if (fault.tries(verb, 5) == 5) {
                assertThat(error).isNull();
            } else {
                assertThat(error).isInstanceOf(fault.error);
                Leaks.assertNone(rig.server, directory);
            }
        }
    }

    private static void assertWaits(List<Duration> waits, List<Duration> shortest, Duration tolerance) {
        assertThat(waits).hasSameSizeAs(shortest);
        for (int i = 0; i < waits.size(); i++) {
            assertThat(waits.get(i)).isBetween(shortest.get(i), shortest.get(i).plus(tolerance));
        }
    }

    private static void assertRequests(Rig rig, int tries, int mostEach) {
        int least = mostEach == 0 ? 0 : tries;
        assertThat(rig.server.requests()).hasSizeBetween(least, tries * mostEach);
    }
}
