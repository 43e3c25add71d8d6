package io.github.d365fo.benchmarks.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Repeats a piece of work, several times at once. */
@FunctionalInterface
public interface Load {
    /** A piece of work that ends before it returns. */
    @FunctionalInterface
    interface Work {
        /** Does it once. */
        void run() throws Exception;
    }

    /** Does the work {@code total} times, {@code atOnce} at a time, and returns how many nanoseconds each took. */
    long[] run(int total, int atOnce, ExecutorService threads) throws Exception;

    /** Returns a load that blocks a thread for each piece of work. */
    static Load ofThreads(Work work) {
        return (total, atOnce, threads) -> {
            long[] taken = new long[total];
            AtomicInteger next = new AtomicInteger();
            List<Future<?>> workers = new ArrayList<>();
            for (int i = 0; i < atOnce; i++) {
                workers.add(threads.submit(() -> {
                    for (int number = next.getAndIncrement(); number < total; number = next.getAndIncrement()) {
                        long begun = System.nanoTime();
                        work.run();
                        taken[number] = System.nanoTime() - begun;
                    }
                    return taken;
                }));
            }
            for (Future<?> worker : workers) {
                worker.get();
            }
            return taken;
        };
    }

    /** Returns a load of futures, each of which begins when one before it has completed. */
    static Load ofFutures(Supplier<CompletableFuture<?>> work) {
        return (total, atOnce, threads) -> {
            Chains chains = new Chains(work, new long[total]);
            CompletableFuture<?>[] running = new CompletableFuture<?>[atOnce];
            for (int i = 0; i < atOnce; i++) {
                running[i] = new CompletableFuture<>();
                chains.next(running[i]);
            }
            CompletableFuture.allOf(running).get();
            return chains.taken;
        };
    }

    /** The futures that are running, and their times. */
    final class Chains {
        private final Supplier<CompletableFuture<?>> work;
        private final long[] taken;
        private final AtomicInteger next = new AtomicInteger();

        private Chains(Supplier<CompletableFuture<?>> work, long[] taken) {
            this.work = work;
            this.taken = taken;
        }

        @SuppressWarnings("FutureReturnValueIgnored") // a failure reaches the end
        private void next(CompletableFuture<?> end) {
            int number = next.getAndIncrement();
            if (number >= taken.length) {
                end.complete(null);
                return;
            }
            long begun = System.nanoTime();
            work.get().whenComplete((result, failure) -> {
                taken[number] = System.nanoTime() - begun;
                if (failure == null) {
                    next(end);
                } else {
                    end.completeExceptionally(failure);
                }
            });
        }
    }
}
