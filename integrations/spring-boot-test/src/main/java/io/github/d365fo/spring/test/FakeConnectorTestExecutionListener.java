package io.github.d365fo.spring.test;

import io.github.d365fo.testkit.FakeConnectorServer;
import java.util.Optional;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.TestExecutionListener;

/** Shows the requests of the fake with a failure, fails tests whose faults never struck, and resets the fake. */
final class FakeConnectorTestExecutionListener implements TestExecutionListener {
    @Override
    public void afterTestExecution(TestContext test) {
        Throwable failure = test.getTestException();
        server(test).ifPresent(server -> {
            if (failure == null) {
                server.faults().check();
            } else {
                failure.addSuppressed(new RequestsOfTheTest(server.verify().timeline()));
            }
        });
    }

    @Override
    public void afterTestMethod(TestContext test) {
        server(test).ifPresent(FakeConnectorServer::reset);
    }

    private static Optional<FakeConnectorServer> server(TestContext test) {
        return test.hasApplicationContext()
                        && TestContextAnnotationUtils.hasAnnotation(test.getTestClass(), FakeConnector.class)
                ? Optional.of(test.getApplicationContext().getBean(FakeConnectorServer.class))
                : Optional.empty();
    }

    /** Attaches the journal to a failure. */
    private static final class RequestsOfTheTest extends RuntimeException {
        private static final long serialVersionUID = 1;

        RequestsOfTheTest(String timeline) {
            super("requests and answers of the fake connector server:\n" + timeline, null, false, false);
        }
    }
}
