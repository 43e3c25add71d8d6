package io.github.d365fo.connector.support;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A program that occupies every thread of the common pool, as one does that blocks in {@code supplyAsync} or in a
 * parallel stream. Only what needs no thread of that pool gets on meanwhile.
 */
public final class BlockedCommonPool implements BeforeEachCallback, AfterEachCallback, AutoCloseable {
    private final CountDownLatch free = new CountDownLatch(1);

    /** Occupies the pool until it is closed. */
    public static BlockedCommonPool block() throws InterruptedException {
        BlockedCommonPool pool = new BlockedCommonPool();
        pool.beforeEach(null);
        return pool;
    }

    @Override
    public void beforeEach(ExtensionContext context) throws InterruptedException {
        ForkJoinPool pool = ForkJoinPool.commonPool();
        CountDownLatch blocked = new CountDownLatch(pool.getParallelism());
        for (int each = 0; each < pool.getParallelism(); each++) {
            pool.execute(() -> {
                blocked.countDown();
                awaitFreedom();
            });
        }
        blocked.await();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        close();
    }

    @Override
    public void close() {
        free.countDown();
    }

    private void awaitFreedom() {
        try {
            free.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
