package io.github.d365fo.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.MessageId;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.PublishedMessage;
import io.github.d365fo.testkit.conformance.Report.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Asks the fake what it takes for true of the service, and, where {@code D365FO_ENVIRONMENT} and the other variables of
 * CONTRIBUTING.md are set, a real environment, too; the differences are written to {@code target/conformance.md}.
 */
class ConformanceTest {
    private static final Set<Effect> EVERYTHING = EnumSet.allOf(Effect.class);

    static List<Fact> facts() {
        return Fact.all();
    }

    @ParameterizedTest
    @MethodSource("facts")
    void theFakeDoesWhatItSays(Fact fact) throws Exception {
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            assertThat(fact.observe(target(server))).isEqualTo(fact.expected());
        }
    }

    @Test
    void everyFactHasItsOwnName() {
        assertThat(facts()).extracting(Fact::name).doesNotHaveDuplicates();
    }

    @Test
    void aRealEnvironmentIsComparedWhereThereIsOne() throws Exception {
        Optional<Target> real = Targets.of(System.getenv(), Clock.systemUTC());
        if (real.isPresent()) {
            Report report = Report.of(real.get(), Effect.allowedBy(System.getenv()));
            Files.writeString(Path.of("target", "conformance.md"), report.table());
        }
        assertThat(real.isPresent()).isEqualTo(System.getenv("D365FO_ENVIRONMENT") != null);
    }

    @Test
    void allFactsWriteOnlyWhatIsDocumented() throws Exception {
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            Instant before = server.clock().instant();
            Report report = Report.of(target(server), EVERYTHING);
            assertThat(report.names(Verdict.DIFFERENT)).isEmpty();
            assertThat(report.names(Verdict.OPEN)).isEmpty();
            // CONTRIBUTING.md names these numbers; the large file is refused here.
            assertThat(server.importJob().enqueued()).hasSize(7);
            assertThat(server.exportJob().acknowledged()).isEqualTo(2);
            assertThat(Duration.between(before, server.clock().instant())).isBetween(minutes(90), minutes(91));
        }
    }

    @Test
    void anEnvironmentThatBehavesOtherwiseIsFoundOut() throws Exception {
        try (FakeConnectorServer server = FakeConnectorServer.builder()
                .repeatedAcknowledgement(true)
                .lateAcknowledgement(true)
                .stateNames(true)
                .missingEntityRefused(true)
                .newCorrelationIds(true)
                .zonedDates(true)
                .nullErrorMessage(true)
                .downloadRanges(true)
                .downloadsOnPort80(true)
                .policyStatus(403)
                .largestFile(40_000_000)
                .start()) {
            server.dataManagement().sasVersion("2020-10-02").versionHeaderRefused(true);
            Report report = Report.of(target(server), EVERYTHING);
            assertThat(report.names(Verdict.DIFFERENT))
                    .containsExactlyInAnyOrder(
                            "ACK_AGAIN",
                            "LATE_ACK",
                            "JOB_STATUS_STATE",
                            "NO_ENTITY",
                            "REDELIVERY_CORRELATION_ID",
                            "REDELIVERY_ZONE",
                            "NO_ERROR_MESSAGE",
                            "DOWNLOAD_RANGES",
                            "DOWNLOAD_RANGE",
                            "DOWNLOAD_ORIGIN",
                            "POLICY_ON_ENQUEUE",
                            "POLICY_ON_DEQUEUE",
                            "POLICY_ON_ACK",
                            "POLICY_ON_JOB_STATUS",
                            "LARGE_FILE",
                            "WRITE_URL_VERSION",
                            "UPLOAD_WITH_A_VERSION");
            assertThat(report.names(Verdict.OPEN)).isEmpty();
            assertThat(report.table())
                    .contains(
                            "| ACK_AGAIN | A second ack is an internal error. | GUESSED | 500 | 200 | **different** |")
                    .contains("| ACK | ack takes the answer of dequeue as it is. | REPORTED | 200 | 200 | same |");
        }
    }

    @Test
    void withoutLeaveNothingIsLeasedOrEnqueuedOrImported() throws Exception {
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            Report report = Report.of(target(server), Effect.allowedBy(Map.of("D365FO_CONFORMANCE_SLOW", "true")));
            assertThat(server.exportJob().messages())
                    .extracting(PublishedMessage::deliveries)
                    .containsOnly(0);
            assertThat(server.importJob().enqueued()).isEmpty();
            assertThat(server.dataManagement().executions()).isEmpty();
            assertThat(report.names(Verdict.OPEN)).contains("ACK", "LATE_ACK").doesNotContain("IMPORT_OF_NO_ZIP");
            assertThat(report.table()).contains("| not asked: WRITES | open |");
        }
    }

    @Test
    void slowFactsNeedTheirOwnPermission() throws Exception {
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            Instant before = server.clock().instant();
            Report report = Report.of(target(server), Effect.allowedBy(Map.of("D365FO_CONFORMANCE_WRITES", "true")));
            assertThat(server.clock().instant()).isEqualTo(before);
            assertThat(report.names(Verdict.SAME)).contains("ACK_AGAIN", "EMPTY_QUEUE");
            assertThat(report.names(Verdict.OPEN)).contains("LATE_ACK");
        }
    }

    @Test
    void noIdIsShownWhereAnotherIsExpected() throws Exception {
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            Target target = target(server);
            MessageId message = MessageId.of(target.messageId());
            server.clock().advance(minutes(10));
            Report report = Report.of(target, Effect.allowedBy(Map.of("D365FO_CONFORMANCE_WRITES", "true")));
            assertThat(report.names(Verdict.DIFFERENT)).contains("EXECUTION_OF_A_NEW_MESSAGE");
            assertThat(report.table())
                    .containsPattern("\\| 200 STRING of \\d+ characters \\| \\*\\*different")
                    .doesNotContain(message.value());
        }
    }

    @Test
    void whatCanNotBeSeenIsOpen() throws Exception {
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            Map<String, String> variables = Targets.prepare(server);
            variables.remove("D365FO_CONFORMANCE_OTHER_CLIENT_ID");
            server.reset();
            Report report = Report.of(Targets.of(variables, server.clock()).orElseThrow(), EVERYTHING);
            assertThat(report.names(Verdict.DIFFERENT)).isEmpty();
            assertThat(report.names(Verdict.OPEN)).contains("POLICY_ON_ACK", "DEQUEUE_NAMES", "REDELIVERY_RECEIPT");
            assertThat(report.table())
                    .contains("not seen: D365FO_CONFORMANCE_OTHER_CLIENT_ID is not set")
                    .contains("not seen: no message was waiting: dequeue ends with 204");
        }
    }

    @Test
    void anEnvironmentThatIsNotThereLeavesEverythingOpen() throws Exception {
        Map<String, String> variables;
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            variables = Targets.prepare(server);
        }
        Report report = Report.of(Targets.of(variables, Clock.systemUTC()).orElseThrow(), EnumSet.of(Effect.NONE));
        assertThat(report.names(Verdict.OPEN)).hasSize(report.rows().size());
    }

    private static Duration minutes(int number) {
        return Duration.ofMinutes(number);
    }

    private static Target target(FakeConnectorServer server) throws Exception {
        return Targets.of(Targets.prepare(server), server.clock()).orElseThrow();
    }
}
