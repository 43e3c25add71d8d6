package io.github.d365fo.testkit.junit5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.Fault;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** What the extension does for tests that fail, shown by running some that do. */
class FailingTestsTest {
    @Test
    void aFailureCarriesTheRequestsWithoutSecrets() {
        Run run = run(FailsAfterARequest.class);
        assertThat(run.failures).singleElement().satisfies(failure -> {
            assertThat(failure).hasMessage("on purpose");
            assertThat(failure.getSuppressed())
                    .singleElement()
                    .asString()
                    .contains("ACCESS_TOKEN  POST /")
                    .contains("DEQUEUE  GET /api/connector/dequeue/")
                    .contains("-> 204")
                    .doesNotContain("Bearer");
        });
        assertThat(run.reports)
                .singleElement()
                .satisfies(entry -> assertThat(entry.getKeyValuePairs()).containsKey("fake connector server"));
    }

    @Test
    void theServerOfTheClassIsShownToo() {
        Run run = run(FailsWithAServerOfTheClass.class);
        assertThat(run.failures)
                .singleElement()
                .satisfies(failure -> assertThat(failure.getSuppressed())
                        .singleElement()
                        .asString()
                        .contains("(no request came)"));
    }

    @Test
    void aFaultThatNeverStruckFailsTheTest() {
        Run run = run(PlansWhatNeverHappens.class);
        assertThat(run.failures)
                .singleElement()
                .satisfies(failure -> assertThat(failure).hasMessageContaining("ServerError[] on DOWNLOAD number 1"));
    }

    /** Maven prints the stack trace of a failure, and its message once more in the summary. */
    @ParameterizedTest
    @ValueSource(
            classes = {
                FailsAfterARequest.class,
                FailsAfterAnAssertionOnTheJournal.class,
                FailsForTheReasonOfAnAssertionOnTheJournal.class
            })
    void theRequestsArePrintedOnce(Class<?> tests) {
        Throwable failure = run(tests).failures.get(0);
        StringWriter printed = new StringWriter();
        failure.printStackTrace(new PrintWriter(printed));
        printed.append(failure.getMessage());
        assertThat(printed.toString().split("ACCESS_TOKEN  POST", -1)).hasSize(2);
        assertThat(printed.toString().split("DEQUEUE  GET", -1)).hasSize(2);
    }

    @Test
    void aTestThatPassesIsLeftAlone() {
        Run run = run(Passes.class);
        assertThat(run.failures).isEmpty();
        assertThat(run.reports).isEmpty();
    }

    @ExtendWith(FakeConnectorExtension.class)
    static class FailsAfterARequest {
        @Test
        void fails(FakeConnectorServer server, ConnectorClient client) {
            client.job(server.exportJob().activityId()).dequeue();
            throw new AssertionError("on purpose");
        }
    }

    @ExtendWith(FakeConnectorExtension.class)
    static class FailsAfterAnAssertionOnTheJournal {
        @Test
        void fails(FakeConnectorServer server, ConnectorClient client) {
            client.job(server.exportJob().activityId()).dequeue();
            server.verify().requests(Operation.DEQUEUE, 7);
        }
    }

    @ExtendWith(FakeConnectorExtension.class)
    static class FailsForTheReasonOfAnAssertionOnTheJournal {
        @Test
        void fails(FakeConnectorServer server, ConnectorClient client) {
            client.job(server.exportJob().activityId()).dequeue();
            try {
                server.verify().requests(Operation.DEQUEUE, 7);
            } catch (AssertionError e) {
                throw new IllegalStateException("on purpose", e);
            }
        }
    }

    @ExtendWith(FakeConnectorExtension.class)
    static class FailsWithAServerOfTheClass {
        @BeforeAll
        static void start(FakeConnectorServer server) {
            server.exportJob().publish(new byte[] {'P', 'K'});
        }

        @Test
        void fails() {
            throw new AssertionError("on purpose");
        }
    }

    @ExtendWith(FakeConnectorExtension.class)
    static class PlansWhatNeverHappens {
        @Test
        void passes(FakeConnectorServer server) {
            server.faults().on(Operation.DOWNLOAD).inject(new Fault.ServerError());
        }
    }

    @ExtendWith(FakeConnectorExtension.class)
    static class Passes {
        @Test
        void passes(FakeConnectorServer server) {
            assertThat(server.requests()).isEmpty();
        }
    }

    private record Run(List<Throwable> failures, List<ReportEntry> reports) {}

    private static Run run(Class<?> tests) {
        Run run = new Run(new ArrayList<>(), new ArrayList<>());
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(tests))
                .configurationParameters(Map.of("junit.jupiter.extensions.autodetection.enabled", "false"))
                .build();
        LauncherFactory.create().execute(request, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                result.getThrowable().ifPresent(run.failures::add);
            }

            @Override
            public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
                run.reports.add(entry);
            }
        });
        return run;
    }
}
