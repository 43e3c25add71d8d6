package io.github.d365fo.feed.internal.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.feed.CommitMode;
import io.github.d365fo.feed.ExportFeed;
import io.github.d365fo.feed.FeedListener;
import io.github.d365fo.feed.FileRule;
import io.github.d365fo.feed.ImportReport;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.TestPackages;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A handler that computes would keep virtual threads of the whole program from running, and their code a handler. */
@Timeout(120)
@EnabledForJreRange(min = JRE.JAVA_21)
class FeedThreadsTest {
    @TempDir
    Path directory;

    private final Set<Thread> seen = ConcurrentHashMap.newKeySet();

    @Test
    void noneOfAnImportFeedIsVirtual() throws Exception {
        try (Inboxes world = new Inboxes(directory)) {
            world.put("a.csv", "CUSTOMERGROUPID\n10\n");
            FileRule rule = FileRule.ofEntity("Customer groups");
            assertThat(world.builder()
                            .request(file -> {
                                see();
                                return rule.apply(file);
                            })
                            .onResult(result -> see())
                            .listener(listener())
                            .build()
                            .runUntilEmpty())
                    .isEqualTo(new ImportReport(1, 0, 0, 0));
        }
        assertNoneIsVirtual();
    }

    @ParameterizedTest
    @EnumSource
    void noneOfAnExportFeedIsVirtual(CommitMode commit) throws Exception {
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            server.exportJob().publish(TestPackages.of("Customers", "ID\r\n1\r\n"));
            ExportFeed feed = ExportFeed.builder(
                            server.client().job(server.exportJob().activityId()))
                    .spool(directory.resolve("spool"))
                    .commit(commit)
                    .handler(export -> see())
                    .listener(listener())
                    .clock(server.clock())
                    .build();
            assertThat(feed.runUntilEmpty().handled()).isEqualTo(1);
        }
        assertNoneIsVirtual();
    }

    private FeedListener listener() {
        return new FeedListener() {
            @Override
            public void onStateChanged(StateChanged event) {
                see();
            }

            @Override
            public void onImportStateChanged(ImportStateChanged event) {
                see();
            }
        };
    }

    private void see() {
        seen.add(Thread.currentThread());
    }

    private void assertNoneIsVirtual() throws ReflectiveOperationException {
        assertThat(seen).hasSizeGreaterThan(1);
        for (Thread thread : seen) {
            assertThat(Thread.class.getMethod("isVirtual").invoke(thread))
                    .as("%s is virtual", thread)
                    .isEqualTo(false);
        }
    }
}
