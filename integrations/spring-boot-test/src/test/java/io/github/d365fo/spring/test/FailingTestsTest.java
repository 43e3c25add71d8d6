package io.github.d365fo.spring.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.Fault;
import io.github.d365fo.testkit.UnfiredFaultError;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;

/** What a test with the fake shows if it fails, and why it fails. */
class FailingTestsTest {
    @RegisterExtension
    static final CapturedLog LOG = new CapturedLog();

    private static Map<String, Throwable> failures(Class<?> tests) {
        Map<String, Throwable> failures = new HashMap<>();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(tests))
                                .build(),
                        new TestExecutionListener() {
                            @Override
                            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                                result.getThrowable()
                                        .ifPresent(failure -> failures.put(test.getDisplayName(), failure));
                            }
                        });
        return failures;
    }

    @Test
    void theRequestsAreShownWithTheFailure() {
        Throwable failure = failures(Failing.class).get("fails(RecurringJob)");
        assertThat(failure).hasMessage("wrong");
        assertThat(failure.getSuppressed()).singleElement().asString().contains("dequeue");
    }

    @Test
    void aFaultThatNeverStruckFailsTheTest() {
        assertThat(failures(Failing.class).get("plansAFault(FakeConnectorServer)"))
                .isInstanceOf(UnfiredFaultError.class);
    }

    @Test
    void aJobOfUnknownKindIsNamed() {
        assertThat(failures(Unknown.class).get("needsTheJob(RecurringJob)"))
                .rootCause()
                .hasMessage("expected to know whether the job customers exports or imports, but no feed uses it; write"
                        + " @FakeConnector(exports = \"customers\") or @FakeConnector(imports = \"customers\")");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Config {}

    @SpringBootTest(classes = Config.class, properties = "d365fo.jobs.customers=x")
    @FakeConnector(exports = "customers")
    static class Failing {
        @Test
        void fails(@Autowired RecurringJob customers) {
            customers.dequeue();
            throw new AssertionError("wrong");
        }

        @Test
        void plansAFault(@Autowired FakeConnectorServer fake) {
            fake.faults().on(Operation.ENQUEUE).inject(new Fault.NoAnswer());
        }
    }

    @SpringBootTest(classes = Config.class, properties = "d365fo.jobs.customers=x")
    @FakeConnector
    static class Unknown {
        @Test
        void needsTheJob(@Autowired RecurringJob customers) {
            customers.dequeue();
        }
    }
}
