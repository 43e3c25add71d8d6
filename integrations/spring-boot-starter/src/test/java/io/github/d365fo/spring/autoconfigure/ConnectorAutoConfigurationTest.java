package io.github.d365fo.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.ConnectorListener;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.spring.ConnectorClientCustomizer;
import io.github.d365fo.spring.ConnectorConnectionDetails;
import io.github.d365fo.testkit.FakeConnectorServer;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Which clients, jobs and token providers are beans, and what they do. */
class ConnectorAutoConfigurationTest {
    @RegisterExtension
    static final CapturedLog LOG = new CapturedLog();

    private static FakeConnectorServer server;

    @BeforeAll
    static void start() {
        server = FakeConnectorServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void clear() {
        server.reset();
    }

    @Nested
    class OneEnvironment {
        @Test
        void theClientSignsInWithTheCredentialsAndReachesTheEnvironment() {
            Contexts.of(server)
                    .withPropertyValues(
                            "d365fo.jobs.customers=" + server.exportJob().activityId())
                    .run(context -> {
                        server.exportJob().publishTiny();
                        assertThat(context.getBean(ConnectorClient.class).environment())
                                .isEqualTo(server.environment());
                        assertThat(context.getBean(RecurringJob.class).dequeue())
                                .isPresent();
                        assertThat(context.getBean(TokenProvider.class).toString())
                                .contains(server.clientId())
                                .doesNotContain(server.clientSecret());
                    });
        }

        @Test
        void theClientIsClosedWithTheContext() {
            ConnectorClient[] client = new ConnectorClient[1];
            Contexts.of(server).run(context -> client[0] = context.getBean(ConnectorClient.class));
            assertThat(catchThrowable(() -> client[0].job(server.exportJob().activityId())))
                    .isInstanceOf(IllegalStateException.class);
        }

        @Test
        void anApplicationsOwnClientTakesItsPlaceAndServesTheJobs() {
            Contexts.bare()
                    .withBean(ConnectorClient.class, server::client)
                    .withPropertyValues(
                            "d365fo.jobs.customers=" + server.exportJob().activityId(),
                            "d365fo.credentials.managed-identity=true")
                    .run(context -> {
                        assertThat(context.getBean(ConnectorClient.class)).isSameAs(server.client());
                        assertThat(context.getBean(RecurringJob.class).dequeue())
                                .isEmpty();
                    });
        }

        @Test
        void anApplicationsOwnProviderTakesTheCredentialsPlace() {
            Contexts.bare()
                    .withBean(TokenProvider.class, server::tokenProvider)
                    .withPropertyValues(
                            "d365fo.environment=" + server.environment(),
                            "d365fo.jobs.customers=" + server.exportJob().activityId())
                    .run(context -> assertThat(
                                    context.getBean(RecurringJob.class).dequeue())
                            .isEmpty());
        }

        @Test
        void connectionDetailsTakeThePropertiesPlace() {
            Contexts.bare()
                    .withBean(ConnectorConnectionDetails.class, Elsewhere::new)
                    .withPropertyValues(
                            "d365fo.environment=https://contoso.operations.dynamics.com", "d365fo.jobs.customers=none")
                    .run(context -> assertThat(
                                    context.getBean(RecurringJob.class).dequeue())
                            .isEmpty());
        }

        @Test
        void nothingIsThereIfItIsSwitchedOff() {
            Contexts.of(server)
                    .withPropertyValues(
                            "d365fo.enabled=false", "d365fo.jobs.customers=x", "d365fo.feeds.x.export.spool=x")
                    .run(context -> assertThat(context)
                            .hasNotFailed()
                            .doesNotHaveBean(ConnectorClient.class)
                            .doesNotHaveBean(TokenProvider.class)
                            .doesNotHaveBean(RecurringJob.class)
                            .doesNotHaveBean(FeedLifecycle.class));
        }
    }

    private static final class Elsewhere implements ConnectorConnectionDetails {
        @Override
        public URI environment(String environment) {
            return server.environment();
        }

        @Override
        public ActivityId job(String environment, String name) {
            return server.exportJob().activityId();
        }

        @Override
        public Optional<TokenProvider> tokenProvider(String environment) {
            return Optional.of(server.tokenProvider());
        }
    }

    @Nested
    class SeveralEnvironments {
        private final ApplicationContextRunner runner = Contexts.of(server)
                .withPropertyValues(
                        "d365fo.jobs.customers=" + server.exportJob().activityId(),
                        "d365fo.environments.eu.environment=" + server.environment(),
                        "d365fo.environments.eu.user-agent=eu",
                        "d365fo.environments.eu.jobs.customers="
                                + server.exportJob().activityId());

        @Test
        void theOneWithoutANameIsInjectedByItsTypeAndTheOthersByTheirNames() {
            runner.withUserConfiguration(Injected.class).run(context -> {
                Injected injected = context.getBean(Injected.class);
                assertThat(injected.client).isNotSameAs(injected.european);
                injected.europeanCustomers.dequeue();
                assertThat(server.requests().get(server.requests().size() - 1).headers())
                        .containsEntry("user-agent", "eu");
                injected.customers.dequeue();
                assertThat(server.requests().get(server.requests().size() - 1).headers())
                        .containsEntry("user-agent", "d365fo-sdk-java");
            });
        }

        @Test
        void namedOnesAloneShareTheCredentialsThatHaveNoName() {
            Contexts.bare()
                    .withPropertyValues(
                            "d365fo.credentials.authority=" + server.identity().authority(),
                            "d365fo.credentials.tenant-id=" + server.tenantId(),
                            "d365fo.credentials.client-id=" + server.clientId(),
                            "d365fo.credentials.client-secret=" + server.clientSecret(),
                            "d365fo.environments.eu.environment=" + server.environment(),
                            "d365fo.environments.eu.jobs.customers="
                                    + server.exportJob().activityId())
                    .run(context -> {
                        assertThat(context.getBeanNamesForType(ConnectorClient.class))
                                .containsExactly("d365fo.environments.eu");
                        assertThat(context.getBean("d365fo.environments.eu.jobs.customers", RecurringJob.class)
                                        .dequeue())
                                .isEmpty();
                    });
        }

        @Test
        void oneWithCredentialsOfItsOwnUsesThem() {
            runner.withPropertyValues("d365fo.environments.eu.credentials.client-secret=x")
                    .run(context -> assertThat(Contexts.analysis(context).getDescription())
                            .startsWith("d365fo.environments.eu.credentials.tenant-id: "));
        }
    }

    static final class Injected {
        @Autowired
        ConnectorClient client;

        @Autowired
        @Qualifier("eu")
        ConnectorClient european;

        @Autowired
        RecurringJob customers;

        @Autowired
        @Qualifier("eu.customers")
        RecurringJob europeanCustomers;
    }

    @Nested
    class Extensions {
        @Test
        void everyListenerHearsOfEachRequestAlsoIfOneThrows() {
            List<Operation> first = new CopyOnWriteArrayList<>();
            List<Operation> second = new CopyOnWriteArrayList<>();
            Contexts.of(server)
                    .withPropertyValues(
                            "d365fo.jobs.customers=" + server.exportJob().activityId())
                    .withBean("first", ConnectorListener.class, () -> new ConnectorListener() {
                        @Override
                        public void onRequest(Request event) {
                            first.add(event.operation());
                            throw new IllegalStateException("listener");
                        }
                    })
                    .withBean("second", ConnectorListener.class, () -> new ConnectorListener() {
                        @Override
                        public void onRequest(Request event) {
                            second.add(event.operation());
                        }
                    })
                    .run(context -> {
                        context.getBean(RecurringJob.class).dequeue();
                        assertThat(first).contains(Operation.DEQUEUE).isEqualTo(second);
                    });
        }

        @Test
        void aCustomizerComesAfterTheProperties() {
            Contexts.of(server)
                    .withPropertyValues(
                            "d365fo.user-agent=property",
                            "d365fo.jobs.customers=" + server.exportJob().activityId())
                    .withBean(
                            "agent",
                            ConnectorClientCustomizer.class,
                            () -> (name, client) -> client.userAgent("custom" + name))
                    .run(context -> {
                        context.getBean(RecurringJob.class).dequeue();
                        assertThat(server.requests()
                                        .get(server.requests().size() - 1)
                                        .headers())
                                .containsEntry("user-agent", "custom");
                    });
        }
    }
}
