package io.github.d365fo.examples.boot;

import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.TestPackages;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Runs the application against a fake environment with one package to take over and one journal to import, and prints some
 * of its meters and the spans of its clients and feeds.
 */
public final class Demo {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private Demo() {}

    /** Runs the demonstration and ends. */
    public static void main(String[] arguments) throws IOException {
        Path directory = Files.createTempDirectory("spring-boot-app");
        Path journal = Files.createDirectories(directory.resolve("inbox/usmf")).resolve("journal.xml");
        try (FakeConnectorServer fake = FakeConnectorServer.start()) {
            fake.clock().run();
            fake.exportJob()
                    .publish(TestPackages.of(
                            "Customers V3", "CUSTOMERACCOUNT,ORGANIZATIONNAME\r\nC1,Contoso\r\nC2,Fabrikam\r\n"));
            Files.writeString(journal, "<Document/>");
            try (ConfigurableApplicationContext application = new SpringApplication(
                            IntegrationApplication.class, PrintedSpans.class)
                    .run(properties(fake, directory))) {
                until(() -> fake.exportJob().acknowledged() == 1);
                until(() -> !fake.importJob().enqueued().isEmpty());
                fake.clock().advance(Duration.ofMinutes(5)); // The batch job of F&O imports the journal.
                until(() -> Files.exists(directory.resolve("inbox/done/usmf/journal.xml")));
                System.out.println("customers: "
                        + application
                                .getBean(JdbcClient.class)
                                .sql("SELECT account, name FROM customer ORDER BY account")
                                .query()
                                .listOfRows());
                print(application.getBean(MeterRegistry.class));
            }
        }
    }

    private static void print(MeterRegistry meters) {
        meters.getMeters().stream()
                .filter(meter -> meter.getId().getName().matches("d365fo.*(calls|handled|ended)"))
                .map(meter ->
                        "meter " + meter.getId().getName() + " " + meter.getId().getTags() + " "
                                + meter.measure().iterator().next().getValue())
                .sorted()
                .forEach(System.out::println);
    }

    private static void until(BooleanSupplier condition) {
        for (long end = System.nanoTime() + PATIENCE.toNanos(); !condition.getAsBoolean(); ) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("nothing happened for " + PATIENCE);
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private static String[] properties(FakeConnectorServer fake, Path directory) {
        return new String[] {
            "--server.port=0",
            "--d365fo.environment=" + fake.environment(),
            "--d365fo.credentials.authority=" + fake.identity().authority(),
            "--d365fo.credentials.tenant-id=" + fake.tenantId(),
            "--d365fo.credentials.client-id=" + fake.clientId(),
            "--d365fo.credentials.client-secret=" + fake.clientSecret(),
            "--d365fo.jobs.customers=" + fake.exportJob().activityId(),
            "--d365fo.jobs.journals=" + fake.importJob().activityId(),
            "--d365fo.feeds.customers.export.spool=" + directory.resolve("spool"),
            "--d365fo.feeds.journals.import.inbox=" + directory.resolve("inbox"),
            "--d365fo.feeds.journals.import.settle-time=0s",
            "--spring.datasource.url=jdbc:h2:mem:demo",
        };
    }
}
