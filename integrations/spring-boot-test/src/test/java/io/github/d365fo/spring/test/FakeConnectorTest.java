package io.github.d365fo.spring.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.packages.DataRows;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.spring.ExportListener;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.FakeExportJob;
import io.github.d365fo.testkit.FakeImportJob;
import io.github.d365fo.testkit.TestPackages;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** An application with feeds, jobs and two environments, configured for production, runs against the fake. */
@SpringBootTest(
        classes = FakeConnectorTest.Config.class,
        properties = {
            "d365fo.environment=https://contoso.operations.dynamics.com",
            "d365fo.credentials.managed-identity=true",
            "d365fo.jobs.customers=6D31E09F-0249-459F-94F0-AAD9C2C47B64",
            "d365fo.jobs.orders=6D31E09F-0249-459F-94F0-AAD9C2C47B65",
            "d365fo.jobs.vendors=6D31E09F-0249-459F-94F0-AAD9C2C47B67",
            "d365fo.environments.eu.environment=https://eu.operations.dynamics.com",
            "d365fo.environments.eu.jobs.customers=6D31E09F-0249-459F-94F0-AAD9C2C47B66",
            "d365fo.feeds.customers.export.spool=/proc/no/such/place",
            "d365fo.feeds.sales.job=orders",
            "d365fo.feeds.sales.import.inbox=/proc/no/such/place",
            "d365fo.feeds.journals.environment=eu",
            "d365fo.feeds.journals.import.inbox=/proc/no/such/place",
            "d365fo.feeds.journals.import.done=/proc/no/such/place/either",
        })
@FakeConnector(imports = "vendors", exports = "eu.customers")
class FakeConnectorTest {
    @RegisterExtension
    static final CapturedLog LOG = new CapturedLog();

    @Autowired
    FakeConnectorServer fake;

    @Autowired
    @Qualifier("customers")
    FakeExportJob customers;

    @Test
    void anExportFeedTakesWhatTheFakePublishes(@Autowired Application application) {
        customers.publish(TestPackages.of("Customers V3", "ACCOUNT\r\nC1\r\n"));
        patiently().until(() -> customers.acknowledged() == 1);
        assertThat(application.accounts).contains("C1");
    }

    @Test
    void anImportFeedSendsWhatLiesInItsInbox(
            @Autowired FakeDirectories directories, @Autowired @Qualifier("eu.journals") FakeImportJob journals)
            throws IOException {
        Files.write(directories.inbox("journals").resolve("journals.zip"), TestPackages.tiny());
        patiently().until(() -> journals.enqueued().size() == 1);
        fake.clock().advance(Duration.ofMinutes(5));
        patiently().until(() -> Files.exists(directories.inbox("journals").resolve("done/journals.zip")));
    }

    @Test
    void jobsWithoutAFeedAreThereToo(
            @Autowired @Qualifier("eu.customers") RecurringJob europeans,
            @Autowired @Qualifier("eu.customers") FakeExportJob european) {
        european.publishTiny();
        assertThat(europeans.dequeue()).isPresent();
        assertThat(customers.pending()).isZero();
    }

    private static ConditionFactory patiently() {
        return Awaitility.await().atMost(Duration.ofMinutes(1));
    }

    @Nested
    class ANestedTest {
        @Test
        void hasTheFakeToo(@Autowired ConnectorClient client) {
            assertThat(client.environment()).isEqualTo(fake.environment());
        }

        @Test
        void findsNothingOfTheTestsBefore() {
            assertThat(customers.messages()).isEmpty();
            assertThat(fake.importJobs())
                    .allSatisfy(job -> assertThat(job.enqueued()).isEmpty());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Application.class)
    static class Config {
        /** Of the application's own; it must not be asked. */
        @Bean
        TokenProvider tokens() {
            return request -> {
                throw new IllegalStateException("no test signs in to the real tenant");
            };
        }
    }

    static class Application {
        final List<String> accounts = new CopyOnWriteArrayList<>();

        @ExportListener("customers")
        void load(DataRows rows) {
            rows.forEachRemaining(row -> accounts.add(row.text("ACCOUNT").orElse("")));
        }
    }
}
