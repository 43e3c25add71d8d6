package io.github.d365fo.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.feed.ImportFeed;
import io.github.d365fo.feed.ImportReport;
import io.github.d365fo.feed.ImportResult;
import io.github.d365fo.spring.ImportFeedCustomizer;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.FakeImportJob;
import io.github.d365fo.testkit.TestPackages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** A feed for each inbox. */
class ImportFeedTest {
    @RegisterExtension
    static final CapturedLog LOG = new CapturedLog();

    private static FakeConnectorServer server;
    private static FakeImportJob job;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() {
        server = FakeConnectorServer.start();
        job = server.importJob();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void clear() {
        server.reset();
        server.clock().autoAdvance(true);
    }

    private ApplicationContextRunner feed(String... settings) {
        String[] all = new String[settings.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = "d365fo.feeds.journals." + settings[i];
        }
        return Contexts.of(server)
                .withPropertyValues(
                        "d365fo.jobs.journals=" + job.activityId(),
                        "d365fo.feeds.journals.auto-start=false",
                        "d365fo.feeds.journals.import.inbox=" + directory.resolve("inbox"))
                .withPropertyValues(all);
    }

    private void file(String name) throws IOException {
        Path file = directory.resolve("inbox").resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, TestPackages.tiny());
    }

    @Test
    void filesAreSentForTheEntityAndTheCompanyOfTheirFolder() throws IOException {
        file("usmf/journal.xml");
        feed(
                        "import.entity=General journal",
                        "import.company-from-folder=true",
                        "import.done=" + directory.resolve("sent"))
                .run(context -> {
                    ImportReport report = context.getBean(ImportFeed.class).runUntilEmpty();
                    assertThat(report.processed()).isEqualTo(1);
                    assertThat(job.enqueued()).singleElement().satisfies(file -> {
                        assertThat(file.entity()).contains("General journal");
                        assertThat(file.company()).contains("usmf");
                    });
                    assertThat(directory.resolve("sent/usmf/journal.xml")).exists();
                });
    }

    @Test
    void withoutAnEntityTheyArePackagesOfOneCompany() throws IOException {
        file("journals.zip");
        feed("import.company=usmf").run(context -> {
            context.getBean(ImportFeed.class).runUntilEmpty();
            assertThat(job.enqueued()).singleElement().satisfies(file -> {
                assertThat(file.entity()).isEmpty();
                assertThat(file.company()).contains("usmf");
            });
        });
    }

    @Test
    void aDataProjectTakesThemThroughThePackageApi() throws IOException {
        file("journals.zip");
        feed("import.data-project=General journals", "import.company=usmf").run(context -> {
            assertThat(context.getBean(ImportFeed.class).runUntilEmpty().processed())
                    .isEqualTo(1);
            assertThat(server.dataManagement().executions()).hasSize(1);
            assertThat(job.enqueued()).isEmpty();
        });
    }

    @Test
    void oneThatIsStartedTakesWhatComes() {
        server.clock().autoAdvance(false);
        feed("auto-start=true", "import.settle-time=0s").run(context -> {
            file("journals.zip");
            server.clock()
                    .advanceUntil(
                            () -> Files.exists(directory.resolve("inbox/done/journals.zip")), Duration.ofMinutes(10));
        });
    }

    @Test
    void severalAreInjectedByTheirNamesAndACustomizerKnowsThem() throws IOException {
        List<ImportResult> results = new CopyOnWriteArrayList<>();
        file("journals.zip");
        feed().withPropertyValues(
                        "d365fo.feeds.orders.job=journals",
                        "d365fo.feeds.orders.auto-start=false",
                        "d365fo.feeds.orders.import.inbox=" + directory.resolve("orders"))
                .withBean("results", ImportFeedCustomizer.class, () -> (name, feed) -> {
                    if (name.equals("journals")) {
                        feed.onResult(results::add);
                    }
                })
                .withBean(Injected.class)
                .run(context -> {
                    Injected injected = context.getBean(Injected.class);
                    assertThat(injected.orders.runUntilEmpty().processed()).isZero();
                    assertThat(injected.journals.runUntilEmpty().processed()).isEqualTo(1);
                    assertThat(results).hasSize(1);
                });
    }

    static final class Injected {
        @Autowired
        @Qualifier("journals")
        ImportFeed journals;

        @Autowired
        @Qualifier("orders")
        ImportFeed orders;
    }
}
