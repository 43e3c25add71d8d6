package io.github.d365fo.benchmarks.fake;

import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.testkit.FakeConnectorServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Measures how long the calls of the fake connector server take when its jobs have so many messages, over loopback
 * sockets: each should take as long with a hundred thousand messages as with ten, with a kept state, too.
 */
public final class FakeGrowth {
    private static final int CALLS = 200;
    private static final int WARM_UP = 1_000;
    private static final int WARM_UPS = 5;
    private static final double MILLI = 1e6;

    private FakeGrowth() {}

    /**
     * Takes the number of messages and, for a server that keeps its state, a directory. Prints the medians of dequeue,
     * acknowledge, enqueue and status in milliseconds, the seconds to publish all messages, and the heap of one in KiB.
     */
    public static void main(String[] arguments) throws IOException {
        int messages = Integer.parseInt(arguments[0]);
        for (int i = 0; i < WARM_UPS; i++) {
            measure(WARM_UP, FakeConnectorServer.builder());
        }
        FakeConnectorServer.Builder builder = FakeConnectorServer.builder();
        if (arguments.length > 1) {
            builder.state(Path.of(arguments[1]));
        }
        System.out.println("measured "
                + measure(messages, builder).stream().map(String::valueOf).collect(Collectors.joining(" ")));
    }

    private static List<Double> measure(int messages, FakeConnectorServer.Builder builder) throws IOException {
        try (FakeConnectorServer server = builder.start()) {
            RecurringJob exports = server.client().job(server.exportJob().activityId());
            RecurringJob imports = server.client().job(server.importJob().activityId());
            MessageId first = imports.enqueue(file());
            double before = usedKibibytes();
            long begun = System.nanoTime();
            for (int i = 0; i < messages; i++) {
                // Without a file, since with a state it is the disk that a hundred thousand files would measure.
                server.exportJob().publishWithoutFile("no records");
            }
            imports.messageStatus(first);
            double fill = (System.nanoTime() - begun) / MILLI / 1_000;
            double heap = (usedKibibytes() - before) / messages;
            List<Double> figures = new ArrayList<>(calls(exports, imports, first, Math.min(CALLS, messages)));
            figures.add(fill);
            figures.add(heap);
            return figures;
        }
    }

    private static List<Double> calls(RecurringJob exports, RecurringJob imports, MessageId first, int count) {
        double[] dequeue = new double[count];
        double[] acknowledge = new double[count];
        double[] enqueue = new double[count];
        double[] status = new double[count];
        for (int i = 0; i < count; i++) {
            long begun = System.nanoTime();
            DequeueResult message = exports.dequeue().orElseThrow();
            dequeue[i] = millis(begun);
            acknowledge[i] = millis(() -> exports.acknowledge(message));
            enqueue[i] = millis(() -> imports.enqueue(file()));
            status[i] = millis(() -> imports.messageStatus(first));
        }
        return List.of(median(dequeue), median(acknowledge), median(enqueue), median(status));
    }

    private static EnqueueRequest file() {
        return EnqueueRequest.of(Payload.ofString("<Document/>")).entity("General journal");
    }

    private static double millis(Runnable call) {
        long begun = System.nanoTime();
        call.run();
        return millis(begun);
    }

    private static double millis(long begun) {
        return (System.nanoTime() - begun) / MILLI;
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    private static double usedKibibytes() {
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        return (runtime.totalMemory() - runtime.freeMemory()) / 1_024.0;
    }
}
