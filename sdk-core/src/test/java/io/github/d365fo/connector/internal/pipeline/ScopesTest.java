package io.github.d365fo.connector.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.ConnectorListener;
import io.github.d365fo.connector.retry.RetryPolicy;
import io.github.d365fo.connector.support.RecordingClock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How much time a call is given, and in whose threads it runs. */
class ScopesTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

    private final Pipeline pipeline =
            TestPipelines.of(new RecordingClock(), RetryPolicy.none(), new ConnectorListener() {});
    private final RunningCalls running = new RunningCalls(Runnable::run, () -> {});
    private final Scopes scopes = new Scopes(pipeline, running, HOUR);

    @AfterEach
    void close() {
        pipeline.close();
    }

    @Test
    void aCallHasTheTimeOfAnOperation() {
        assertThat(scopes.scope().left()).isBetween(Duration.ofMinutes(50), HOUR);
    }

    @Test
    void aCallThatWaitsForSomethingHasThatTimeAsWell() {
        assertThat(scopes.scope(HOUR).left()).isBetween(Duration.ofMinutes(110), Duration.ofHours(2));
    }

    @Test
    void whoWaitsForEverWaitsForVeryLong() {
        assertThat(scopes.scope(FOR_EVER).left()).isGreaterThan(Duration.ofDays(36_500));
        assertThat(new Scopes(pipeline, running, FOR_EVER).scope(FOR_EVER).left())
                .isGreaterThan(Duration.ofDays(36_500));
    }

    @Test
    void aNegativeTimeIsRefused() {
        assertThatThrownBy(() -> scopes.scope(Duration.ofNanos(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("atMost: expected zero or more, but got PT-0.000000001S");
    }

    @Test
    void aClosedClientMakesNoCalls() {
        running.close(Duration.ZERO);
        assertThatThrownBy(scopes::scope).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aCallIsAboutTheEnvironment() {
        assertThat(scopes.scope().subject()).isEqualTo("https://nowhere.invalid");
    }

    @Test
    void noThreadOfTheClientHoldsTheJvm() throws Exception {
        ExecutorService workers = Workers.create();
        assertThat(workers.submit(() -> Thread.currentThread().isDaemon()).get())
                .isTrue();
        workers.shutdownNow();
    }
}
