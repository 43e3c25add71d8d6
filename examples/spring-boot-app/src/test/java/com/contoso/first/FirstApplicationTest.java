// tag::test[]
package com.contoso.first;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.d365fo.spring.test.FakeConnector;
import io.github.d365fo.testkit.FakeExportJob;
import io.github.d365fo.testkit.TestPackages;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

@SpringBootTest
@FakeConnector
class FirstApplicationTest {
    @Test
    void anExportIsLoaded(@Autowired FakeExportJob job, @Autowired FirstApplication.Customers customers) {
        job.publish(TestPackages.of("Customers V3", "CUSTOMERACCOUNT\r\nC1\r\n"));

        await().atMost(Duration.ofMinutes(1)).until(() -> job.acknowledged() == 1);

        assertTrue(customers.accounts.contains("C1"));
    }
}
// end::test[]
