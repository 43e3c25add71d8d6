package io.github.d365fo.connector.internal.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Somebody looks as long as there is something to look after, whatever becomes of a look. */
@Timeout(60)
class WatchTest {
    private static final Duration PERIOD = Duration.ofMillis(1);

    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final AtomicInteger looks = new AtomicInteger();
    private volatile boolean needed = true;

    @AfterEach
    void end() throws InterruptedException {
        needed = false;
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Test
    void oneThreadLooksAgainAndAgain() {
        Watch watch = watch(() -> needed);
        watch.begin();
        watch.begin();
        await().until(() -> looks.get() > 2);
        assertThat(threads).hasSize(1);
        assertThat(threads.get(0).isDaemon()).isTrue();
        assertThat(threads.get(0).getContextClassLoader()).isNull();
    }

    @Test
    void aLookThatFailsIsNotTheLast() {
        Watch watch = watch(() -> {
            if (looks.get() < 3) {
                throw new OutOfMemoryError("on purpose");
            }
            return needed;
        });
        watch.begin();
        await().until(() -> looks.get() > 4);
        assertThat(threads).hasSize(1);
    }

    @Test
    void anInterruptIsNotItsEnd() {
        Watch watch = watch(() -> needed);
        watch.begin();
        threads.get(0).interrupt();
        await().until(() -> looks.get() > 2);
        assertThat(threads.get(0).isAlive()).isTrue();
    }

    @Test
    void theThreadEndsWhenIdleAndStartsAgain() throws InterruptedException {
        Watch watch = watch(() -> needed);
        needed = false;
        watch.begin();
        watch.end();
        threads.get(0).join();
        needed = true;
        int before = looks.get();
        watch.begin();
        await().until(() -> looks.get() > before);
        assertThat(threads).hasSize(2);
    }

    @Test
    void withoutAnEndItLingersForTheNext() throws InterruptedException {
        Watch watch = watch(() -> needed);
        needed = false;
        watch.begin();
        threads.get(0).join();
        assertThat(looks).hasValueGreaterThanOrEqualTo(10);
    }

    @Test
    void whoComesWhileTheThreadEndsIsLookedAfter() throws InterruptedException {
        // Nothing at the looks of the loop, but something at the one after it.
        Watch watch = watch(() -> looks.get() > 1 && needed);
        watch.end();
        watch.begin();
        await().until(() -> looks.get() > 3);
        assertThat(threads).hasSize(2);
        threads.get(0).join();
    }

    @Test
    void ifThereIsNoThreadTheNextTriesAgain() {
        AtomicInteger tries = new AtomicInteger();
        Watch watch = new Watch(PERIOD, this::look, task -> {
            if (tries.getAndIncrement() == 0) {
                throw new OutOfMemoryError("unable to create native thread, on purpose");
            }
            return thread(task);
        });
        watch.begin();
        assertThat(threads).isEmpty();
        watch.begin();
        await().until(() -> looks.get() > 0);
    }

    private boolean look() {
        looks.incrementAndGet();
        return needed;
    }

    private Watch watch(BooleanSupplier look) {
        return new Watch(
                PERIOD,
                () -> {
                    looks.incrementAndGet();
                    return look.getAsBoolean();
                },
                this::thread);
    }

    private Thread thread(Runnable task) {
        Thread thread = Watch.daemon(task);
        threads.add(thread);
        return thread;
    }
}
