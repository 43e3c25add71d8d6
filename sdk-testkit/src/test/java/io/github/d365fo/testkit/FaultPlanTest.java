package io.github.d365fo.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.error.ServiceException;
import io.github.d365fo.connector.error.ThrottledException;
import io.github.d365fo.connector.error.TokenUnavailableException;
import io.github.d365fo.connector.error.TransportException;
import io.github.d365fo.connector.retry.RetryPolicy;
import io.github.d365fo.connector.status.JobStatus;
import io.github.d365fo.connector.status.MessageState;
import io.github.d365fo.testkit.harness.CapturedLog;
import io.github.d365fo.testkit.harness.FaceUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(CapturedLog.class)
class FaultPlanTest {
    @TempDir
    Path directory;

    private final FakeConnectorServer server = FakeConnectorServer.start();

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void faultsOfOnePlaceStrikeOneAfterTheOther(FaceUnderTest face) {
        server.faults().on(Operation.DEQUEUE).inject(new Fault.Throttled(Fault.RetryAfter.seconds(30)));
        server.faults().on(Operation.DEQUEUE).inject(new Fault.BadGateway());
        assertThat(exports(face).dequeue()).isEmpty();
        assertThat(struck()).containsExactly("Throttled", "BadGateway", "nothing");
        server.verify().retryAfterHonoured().requests(Operation.DEQUEUE, 3);
    }

    @ParameterizedTest
    @EnumSource
    void aFaultStrikesFromItsNumberOnAsOftenAsItMay(FaceUnderTest face) {
        server.faults().on(Operation.DEQUEUE).nth(2).times(2).inject(new Fault.Unavailable(Fault.RetryAfter.none()));
        RecurringJob exports = exports(face);
        exports.dequeue();
        exports.dequeue();
        exports.dequeue();
        assertThat(struck()).containsExactly("nothing", "Unavailable", "Unavailable", "nothing", "nothing");
    }

    @ParameterizedTest
    @EnumSource
    void aFaultStrikesOneActivityAlone(FaceUnderTest face) {
        FakeExportJob other = server.addExportJob();
        other.publishTiny();
        server.faults()
                .on(Operation.DEQUEUE, Operation.DOWNLOAD)
                .activity(other.activityId())
                .nth(2)
                .inject(new Fault.ResetInBody(1));
        exports(face).dequeue();
        exports(face).dequeue();
        RecurringJob others = face.job(server.client(), other.activityId().value());
        DequeueResult message = others.dequeue().orElseThrow();
        others.download(message, directory.resolve("package.zip"));
        assertThat(server.requests())
                .filteredOn(request -> request.fault().isPresent())
                .singleElement()
                .satisfies(request -> assertThat(request.operation()).contains(Operation.DOWNLOAD));
    }

    @Test
    void chanceIsTheSameInEveryRun() {
        assertThat(struckByChance(7)).isEqualTo(struckByChance(7)).contains("nothing", "ServerError");
        assertThat(struckByChance(8)).isNotEqualTo(struckByChance(7));
    }

    private static List<String> struckByChance(long seed) {
        try (FakeConnectorServer own = FakeConnectorServer.start();
                ConnectorClient client = ConnectorClient.builder()
                        .environment(own.environment())
                        .tokenProvider(own.tokenProvider())
                        .clock(own.clock())
                        .retryPolicy(RetryPolicy.none())
                        .build()) {
            own.faults().onAny().probability(0.5, seed).inject(new Fault.ServerError());
            RecurringJob exports = client.job(own.exportJob().activityId());
            for (int i = 0; i < 20; i++) {
                attempt(exports);
            }
            return struck(own);
        }
    }

    private static Optional<ConnectorException> attempt(RecurringJob job) {
        try {
            job.dequeue();
            return Optional.empty();
        } catch (ConnectorException e) {
            return Optional.of(e);
        }
    }

    @Test
    void aFaultThatNeverStruckFailsTheTest() {
        FakeConnectorServer own = FakeConnectorServer.start();
        own.faults().on(Operation.DOWNLOAD).nth(3).inject(new Fault.BlobGone());
        assertThat(own.faults().unfired()).containsExactly("BlobGone[] on DOWNLOAD number 3");
        assertThatThrownBy(own.faults()::check).isInstanceOf(UnfiredFaultError.class);
        assertThatThrownBy(own::close)
                .isInstanceOfSatisfying(
                        UnfiredFaultError.class, e -> assertThat(e.unfired()).hasSize(1))
                .hasMessageContaining("BlobGone[] on DOWNLOAD number 3");
        assertThatCode(own::close).doesNotThrowAnyException();
    }

    @Test
    void anUnusedFaultCanBeAllowed() {
        server.faults().onAny().optional().inject(new Fault.ServerError());
        server.faults().onAny().probability(0, 1).inject(new Fault.ServerError());
        FakeConnectorServer lenient = FakeConnectorServer.start();
        lenient.faults().allowUnfired().on(Operation.ENQUEUE).inject(new Fault.ServerError());
        assertThatCode(lenient::close).doesNotThrowAnyException();
        FakeConnectorServer cleared = FakeConnectorServer.start();
        cleared.faults().on(Operation.ENQUEUE).inject(new Fault.ServerError());
        cleared.faults().clear();
        assertThatCode(cleared::close).doesNotThrowAnyException();
    }

    @Test
    void whatCanNotStrikeIsRefused() {
        FaultPlan plan = server.faults();
        assertThatThrownBy(() -> plan.on(Operation.DEQUEUE).inject(new Fault.BlobGone()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("DEQUEUE number 1")
                .hasMessageContaining("[DOWNLOAD]");
        assertThatThrownBy(() -> plan.onConnection().inject(new Fault.TlsFailure()))
                .hasMessageContaining("tls(true)");
        assertThatThrownBy(() -> plan.onConnection().inject(new Fault.Stall())).hasMessageContaining("connection");
        assertThatThrownBy(() -> plan.onAny().nth(0)).hasMessageContaining("nth: expected at least 1, but got 0");
        assertThatThrownBy(() -> plan.onAny().times(0)).hasMessageContaining("times");
        assertThatThrownBy(() -> plan.onAny().probability(1.5, 0)).hasMessageContaining("1.5");
        assertThatThrownBy(() -> plan.onAny().probability(Double.NaN, 0)).hasMessageContaining("NaN");
        assertThat(plan.onAny().activity(server.exportJob().activityId()))
                .hasToString("any operation number 1 of " + server.exportJob().activityId());
    }

    @ParameterizedTest
    @EnumSource
    void anHourOfThrottlingTakesNoTime(FaceUnderTest face) {
        server.faults().throttledHour();
        assertThatThrownBy(exports(face)::dequeue)
                .isInstanceOfSatisfying(
                        ThrottledException.class, e -> assertThat(e.outcome()).isEqualTo(Outcome.REJECTED));
        server.clock().advance(Duration.ofHours(1));
        assertThat(exports(face).dequeue()).isEmpty();
        server.verify().retryAfterHonoured();
    }

    @ParameterizedTest
    @EnumSource
    void withoutTokensNothingIsSent(FaceUnderTest face) {
        server.faults().tokenOutage(Duration.ofMinutes(20));
        assertThatThrownBy(exports(face)::dequeue)
                .isInstanceOfSatisfying(
                        TokenUnavailableException.class,
                        e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT));
        server.verify().requests(Operation.DEQUEUE, 0);
        server.clock().advance(Duration.ofMinutes(20));
        assertThat(exports(face).dequeue()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void tokensMayBeSlow(FaceUnderTest face) {
        server.faults().slowTokens(Duration.ofSeconds(40));
        assertThat(exports(face).dequeue()).isEmpty();
        assertThat(server.clock().instant()).isAfterOrEqualTo("2026-01-05T08:00:40Z");
    }

    @ParameterizedTest
    @EnumSource
    void maintenanceEnds(FaceUnderTest face) {
        server.faults().maintenance(Duration.ofMinutes(3));
        assertThat(exports(face).dequeue()).isEmpty();
        server.verify().retryAfterHonoured();
        assertThat(struck()).containsExactly("Unavailable", "Unavailable", "nothing");
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerThatIsLostIsNoReasonToSendAFileTwice(FaceUnderTest face) {
        server.faults().on(Operation.ENQUEUE).inject(new Fault.ResetAfterReading());
        RecurringJob imports =
                face.job(server.client(), server.importJob().activityId().value());
        assertThatThrownBy(() ->
                        imports.enqueue(EnqueueRequest.of(Payload.ofString("x")).company("usmf")))
                .isInstanceOfSatisfying(
                        TransportException.class, e -> assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN));
        server.verify().enqueuedOnceFor("usmf").noImportSentTwice();
    }

    @ParameterizedTest
    @EnumSource
    void rowsCanFail(FaceUnderTest face) {
        server.importJob()
                .endNext(ExecutionOutcome.partiallySucceeded(ErrorRow.target("3", "Account 4711 does not exist")
                                .field("CustAccount"))
                        .records("Customers", 10));
        RecurringJob imports =
                face.job(server.client(), server.importJob().activityId().value());
        MessageId id = imports.enqueue(EnqueueRequest.of(Payload.ofString("x")).entity("Customers"));
        assertThat(imports.awaitProcessed(id, Duration.ofMinutes(5)).state())
                .isEqualTo(MessageState.PROCESSED_WITH_ERRORS);
        JobStatus status = imports.jobStatus(id);
        assertThat(status.entities()).singleElement().satisfies(entity -> {
            assertThat(entity.targetRecords()).isEqualTo(9);
            assertThat(entity.targetErrorCount()).isOne();
            assertThat(entity.company()).contains("usmf");
        });
        MessageId next =
                imports.enqueue(EnqueueRequest.of(Payload.ofString("y")).entity("Customers"));
        assertThat(imports.awaitProcessed(next, Duration.ofMinutes(5)).isSuccess())
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void aServerErrorIsNotRepeatedWhereNothingCanBeKnown(FaceUnderTest face) {
        server.faults().on(Operation.ENQUEUE).inject(new Fault.ServerError());
        RecurringJob imports =
                face.job(server.client(), server.importJob().activityId().value());
        assertThatThrownBy(() -> imports.enqueue(EnqueueRequest.of(Payload.ofString("x"))))
                .isInstanceOf(ServiceException.class);
        server.verify().requests(Operation.ENQUEUE, 1);
    }

    @Test
    void aTokenThatIsRefusedInTheMiddleIsFetchedAnew() {
        server.faults().on(Operation.DEQUEUE).nth(2).inject(new Fault.Unauthorized());
        RecurringJob exports = exports(FaceUnderTest.BLOCKING);
        exports.dequeue();
        exports.dequeue();
        server.verify().requests(Operation.ACCESS_TOKEN, 2).requests(Operation.DEQUEUE, 3);
    }

    private RecurringJob exports(FaceUnderTest face) {
        return face.job(server.client(), server.exportJob().activityId().value());
    }

    private List<String> struck() {
        return struck(server);
    }

    /** Returns what struck each request to the environment. */
    private static List<String> struck(FakeConnectorServer from) {
        List<String> names = new ArrayList<>();
        from.requests().stream()
                .filter(request -> request.operation()
                        .filter(Operation.ACCESS_TOKEN::equals)
                        .isEmpty())
                .forEach(request -> names.add(
                        request.fault().map(f -> f.getClass().getSimpleName()).orElse("nothing")));
        return names;
    }
}
