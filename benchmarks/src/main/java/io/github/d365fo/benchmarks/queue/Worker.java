package io.github.d365fo.benchmarks.queue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Handles one message after the other. */
@FunctionalInterface
interface Worker {
    /** Takes a message, downloads its package and acknowledges it; false if there was none. */
    boolean takePackage(Path target) throws Exception;

    /** Lets workers, each in a thread of its own, handle messages until each finds the queue empty. */
    static long empty(int atOnce, Path directory, Callable<Worker> create) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(atOnce);
        try {
            List<Future<Long>> counts = new ArrayList<>();
            for (int i = 0; i < atOnce; i++) {
                Path target = directory.resolve(i + ".zip");
                counts.add(threads.submit(() -> handleAll(create.call(), target)));
            }
            long sum = 0;
            for (Future<Long> count : counts) {
                sum += count.get();
            }
            return sum;
        } finally {
            threads.shutdown();
        }
    }

    private static long handleAll(Worker worker, Path target) throws Exception {
        long count = 0;
        while (worker.takePackage(target)) {
            Files.delete(target);
            count++;
        }
        return count;
    }
}
