package io.github.d365fo.benchmarks.fake;

import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.testkit.FakeConnectorServer;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Measures how fast the fake connector server answers, and what it keeps of requests once its journal is full. */
public final class FakeRequests {
    private static final int FULL_JOURNAL = 25_000;

    private FakeRequests() {}

    /** Takes the number of requests, and prints the seconds that they took and the bytes of heap that are kept of each. */
    public static void main(String[] arguments) throws IOException {
        int requests = Integer.parseInt(arguments[0]);
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            RecurringJob exports = server.client().job(server.exportJob().activityId());
            dequeue(exports, FULL_JOURNAL);
            long before = used();
            long begun = System.nanoTime();
            dequeue(exports, requests);
            double seconds = (double) (System.nanoTime() - begun) / TimeUnit.SECONDS.toNanos(1);
            System.out.println("measured " + seconds + " " + Math.max(0, used() - before) / (double) requests);
        }
    }

    private static void dequeue(RecurringJob job, int times) {
        for (int i = 0; i < times; i++) {
            if (job.dequeue().isPresent()) {
                throw new IllegalStateException("expected an empty queue");
            }
        }
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
