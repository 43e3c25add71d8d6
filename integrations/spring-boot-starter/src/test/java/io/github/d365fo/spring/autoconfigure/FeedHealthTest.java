package io.github.d365fo.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.feed.Export;
import io.github.d365fo.feed.ExportFeed;
import io.github.d365fo.feed.FeedException;
import io.github.d365fo.spring.ExportListener;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.Fault;
import java.nio.file.Path;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What the health of feeds shows, and when it is there. */
class FeedHealthTest {
    @RegisterExtension
    static final CapturedLog LOG = new CapturedLog();

    @TempDir
    Path directory;

    private FakeConnectorServer server;

    @BeforeEach
    void start() {
        server = FakeConnectorServer.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private ApplicationContextRunner feeds() {
        return Contexts.of(server)
                .withPropertyValues(
                        "d365fo.jobs.customers=" + server.exportJob().activityId(),
                        "d365fo.jobs.journals=" + server.importJob().activityId(),
                        "d365fo.feeds.customers.auto-start=false",
                        "d365fo.feeds.customers.export.spool=" + directory.resolve("spool"),
                        "d365fo.feeds.journals.auto-start=false",
                        "d365fo.feeds.journals.import.inbox=" + directory.resolve("inbox"))
                .withBean(Customers.class);
    }

    private static Health health(AssertableApplicationContext context, String feed) {
        HealthContributor found =
                context.getBean(CompositeHealthContributor.class).getContributor(feed);
        return ((HealthIndicator) Assertions.assertThat(found).isNotNull().actual()).health();
    }

    @Test
    void aFeedThatDoesNotRunIsUnknown() {
        feeds().run(context -> {
            assertThat(health(context, "customers").getStatus()).isEqualTo(Status.UNKNOWN);
            assertThat(health(context, "journals").getStatus()).isEqualTo(Status.UNKNOWN);
        });
    }

    @Test
    void aFeedThatWorksIsUpAndSaysWhatItDid() {
        server.clock().autoAdvance(false);
        server.exportJob().publishTiny();
        feeds().run(context -> {
            ExportFeed feed = context.getBean(ExportFeed.class);
            feed.start();
            while (feed.health().lastSuccess().isEmpty()) {
                Thread.onSpinWait();
            }
            Health health = health(context, "customers");
            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails())
                    .containsKeys("state", "lastPoll", "lastSuccess", "inFlight", "waiting")
                    .containsEntry("quarantined", 0L)
                    .doesNotContainKey("lastError");
        });
    }

    @Test
    void oneThatFailedForGoodIsDownAndNamesTheErrorsClassAlone() {
        server.faults().on(Operation.DEQUEUE).always().inject(new Fault.Status(403));
        feeds().run(context -> {
            ExportFeed feed = context.getBean(ExportFeed.class);
            Assertions.catchThrowableOfType(FeedException.class, feed::runUntilEmpty);
            Health health = health(context, "customers");
            assertThat(health.getStatus()).isEqualTo(Status.DOWN);
            assertThat(health.getDetails())
                    .containsEntry("state", "FAILED")
                    .containsEntry("lastError", "io.github.d365fo.connector.error.AuthorizationException");
        });
    }

    @Test
    void withoutTheLibraryOrIfItIsSwitchedOffOrWithoutFeedsThereIsNone() {
        feeds().withClassLoader(new FilteredClassLoader("org.springframework.boot.health"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("d365foHealthContributor"));
        feeds().withPropertyValues("management.health.d365fo.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("d365foHealthContributor"));
        Contexts.of(server)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("d365foHealthContributor"));
    }

    static final class Customers {
        @ExportListener("customers")
        void load(Export export) {}
    }
}
