package io.github.d365fo.examples.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.d365fo.spring.test.FakeConnector;
import io.github.d365fo.spring.test.FakeDirectories;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.FakeExportJob;
import io.github.d365fo.testkit.FakeImportJob;
import io.github.d365fo.testkit.TestPackages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;

// tag::test[]
@SpringBootTest(properties = "spring.datasource.url=jdbc:h2:mem:customers")
@FakeConnector
class CustomersTest {
    private static final Duration ONE_MINUTE = Duration.ofMinutes(1);

    @Test
    void anExportIsLoaded(@Autowired FakeExportJob customers, @Autowired JdbcClient database) {
        customers.publish(TestPackages.of("Customers V3", "CUSTOMERACCOUNT,ORGANIZATIONNAME\r\nC1,Contoso\r\n"));

        await().atMost(ONE_MINUTE).until(() -> customers.acknowledged() == 1);

        assertThat(database.sql("SELECT name FROM customer WHERE account = 'C1'")
                        .query(String.class)
                        .single())
                .isEqualTo("Contoso");
    }

    @Test
    void aJournalIsImported(
            @Autowired FakeConnectorServer fake,
            @Autowired FakeImportJob journals,
            @Autowired FakeDirectories directories)
            throws IOException {
        Path folder = Files.createDirectories(directories.inbox("journals").resolve("usmf"));
        Files.writeString(folder.resolve("journal.xml"), "<Document/>");

        await().atMost(ONE_MINUTE).until(() -> !journals.enqueued().isEmpty());
        fake.clock().advance(Duration.ofMinutes(5)); // F&O imports it
        Path done = directories.inbox("journals").resolve("done/usmf/journal.xml");
        await().atMost(ONE_MINUTE).until(() -> Files.exists(done));

        assertThat(journals.enqueued().get(0).entity()).contains("General journal");
        assertThat(journals.enqueued().get(0).company()).contains("usmf");
    }
}
// end::test[]
