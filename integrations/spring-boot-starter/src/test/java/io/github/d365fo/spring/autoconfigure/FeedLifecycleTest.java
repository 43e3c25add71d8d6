package io.github.d365fo.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.feed.Export;
import io.github.d365fo.feed.ExportFeed;
import io.github.d365fo.feed.FeedState;
import io.github.d365fo.spring.ExportListener;
import io.github.d365fo.testkit.FakeConnectorServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.SmartLifecycle;

/** Feeds start last and stop first, with time to end what they have begun. */
class FeedLifecycleTest {
    private static final long PATIENCE = 60;

    @RegisterExtension
    static final CapturedLog LOG = new CapturedLog();

    @TempDir
    Path spool;

    private FakeConnectorServer server;

    @BeforeEach
    void start() {
        server = FakeConnectorServer.start();
        server.clock().autoAdvance(false);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private ApplicationContextRunner feed() {
        return Contexts.of(server)
                .withPropertyValues(
                        "d365fo.jobs.customers=" + server.exportJob().activityId(),
                        "d365fo.feeds.customers.export.spool=" + spool);
    }

    @Test
    void aRunningListenerEndsAndIsAcknowledgedBeforeTheWebServerBeginsToStop() throws Exception {
        Slow slow = new Slow();
        WebServerLike web = new WebServerLike(slow.log);
        Thread[] stopping = new Thread[1];
        server.exportJob().publishTiny();
        feed().withBean(Slow.class, () -> slow)
                .withBean(WebServerLike.class, () -> web)
                .run(context -> {
                    assertThat(slow.begun.await(PATIENCE, TimeUnit.SECONDS)).isTrue();
                    stopping[0] = new Thread(context.getSourceApplicationContext()::close);
                    stopping[0].start();
                    ExportFeed feed = context.getBean(ExportFeed.class);
                    while (feed.health().state() != FeedState.DRAINING) {
                        Thread.onSpinWait();
                    }
                    slow.goOn.countDown();
                    stopping[0].join(Duration.ofSeconds(PATIENCE).toMillis());
                });
        assertThat(stopping[0].isAlive()).isFalse();
        assertThat(slow.log).containsExactly("web server started", "listener ended", "web server stopping");
        assertThat(server.exportJob().acknowledged()).isEqualTo(1);
    }

    @Test
    void aContextThatTheTestFrameworkPausesKeepsItsFeeds() {
        feed().withBean(Slow.class).run(context -> {
            context.getSourceApplicationContext().pause();
            context.getSourceApplicationContext().restart();
            assertThat(context.getBean(ExportFeed.class).health().state()).isNotIn(FeedState.STOPPED, FeedState.FAILED);
        });
    }

    @ParameterizedTest
    @CsvSource({"PT30S, PT25S", "PT6S, PT5S", "PT0S, PT0.001S"})
    void theTimeToDrainIsAShareOfTheTimeOfAPhase(Duration phase, Duration drain) {
        feed().withBean(Slow.class)
                .withPropertyValues("spring.lifecycle.timeout-per-shutdown-phase=" + phase)
                .run(context -> assertThat(context.getBean(FeedSettings.class).drainTimeout("customers"))
                        .isEqualTo(drain));
    }

    static final class Slow {
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch goOn = new CountDownLatch(1);
        final List<String> log = new CopyOnWriteArrayList<>();

        @ExportListener("customers")
        void load(Export export) throws InterruptedException {
            begun.countDown();
            if (goOn.await(PATIENCE, TimeUnit.SECONDS)) {
                log.add("listener ended");
            }
        }
    }

    /** In the phase in which Boot's web servers end their requests. */
    record WebServerLike(List<String> log, boolean[] running) implements SmartLifecycle {
        WebServerLike(List<String> log) {
            this(log, new boolean[1]);
        }

        @Override
        public void start() {
            log.add("web server started");
            running[0] = true;
        }

        @Override
        public void stop() {
            log.add("web server stopping");
            running[0] = false;
        }

        @Override
        public boolean isRunning() {
            return running[0];
        }

        @Override
        public int getPhase() {
            return SmartLifecycle.DEFAULT_PHASE - 1024;
        }
    }
}
