package io.github.d365fo.spring.autoconfigure;

import io.github.d365fo.spring.ConnectorClientCustomizer;
import io.github.d365fo.spring.ExportFeedCustomizer;
import io.github.d365fo.spring.ImportFeedCustomizer;
import io.github.d365fo.testkit.FakeConnectorServer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.assertj.core.api.AssertionsForClassTypes;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Contexts with the auto-configurations under test, and nothing else that costs time. */
final class Contexts {
    /** Held on to, since the JDK forgets a logger that nobody holds, and its level with it. */
    private static final Logger SPRING = Logger.getLogger("org.springframework");

    static {
        SPRING.setLevel(Level.SEVERE); // It warns of each context that fails on purpose.
    }

    private Contexts() {}

    /** Returns a runner without any property. */
    static ApplicationContextRunner bare() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        SslAutoConfiguration.class,
                        ConnectorAutoConfiguration.class,
                        FeedAutoConfiguration.class,
                        FeedHealthAutoConfiguration.class,
                        MetricsAutoConfiguration.class,
                        TracingAutoConfiguration.class));
    }

    /** Returns a runner for the environment that {@code server} plays, with its clock in clients and feeds. */
    static ApplicationContextRunner of(FakeConnectorServer server) {
        return bare().withPropertyValues(
                        "d365fo.environment=" + server.environment(),
                        "d365fo.credentials.authority=" + server.identity().authority(),
                        "d365fo.credentials.tenant-id=" + server.tenantId(),
                        "d365fo.credentials.client-id=" + server.clientId(),
                        "d365fo.credentials.client-secret=" + server.clientSecret())
                .withBean(ConnectorClientCustomizer.class, () -> (name, client) -> client.clock(server.clock()))
                .withBean(ExportFeedCustomizer.class, () -> (name, feed) -> feed.clock(server.clock()))
                .withBean(ImportFeedCustomizer.class, () -> (name, feed) -> feed.clock(server.clock()));
    }

    /** Returns what an application that fails like {@code context} tells its user. */
    static FailureAnalysis analysis(AssertableApplicationContext context) {
        Throwable failure = context.getStartupFailure();
        AssertionsForClassTypes.assertThat(failure).as("the failure to start").isNotNull();
        FailureAnalysis analysis = new SetupFailureAnalyzer().analyze(failure);
        AssertionsForClassTypes.assertThat(analysis)
                .as("the analysis of " + failure)
                .isNotNull();
        return analysis;
    }
}
