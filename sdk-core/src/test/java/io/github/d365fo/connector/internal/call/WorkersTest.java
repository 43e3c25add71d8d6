package io.github.d365fo.connector.internal.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.Test;

/** The threads of a client. */
class WorkersTest {
    @Test
    void noThreadOfTheClientHoldsTheJvm() throws Exception {
        ExecutorService workers = Workers.create();
        assertThat(workers.submit(() -> Thread.currentThread().isDaemon()).get())
                .isTrue();
        workers.shutdownNow();
    }
}
