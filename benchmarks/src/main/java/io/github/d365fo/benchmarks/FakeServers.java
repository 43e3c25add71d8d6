package io.github.d365fo.benchmarks;

import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.testkit.FakeConnectorServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Measures what the fake connector server costs a test: its start and its end, side by side with those of the JDK's own
 * HTTP server, and what a kept state adds to a request, side by side with a server that keeps none.
 */
public final class FakeServers {
    private static final int SERVERS = 100;
    private static final int CALLS = 300;
    private static final List<Integer> MESSAGES = List.of(10, 1_000, 10_000);
    private static final double MILLI = 1e6;

    private FakeServers() {}

    /** Prints the figures. */
    public static void main(String[] arguments) throws IOException {
        startAndEnd();
        for (int messages : MESSAGES) {
            requests(messages);
        }
    }

    private static void startAndEnd() throws IOException {
        FakeConnectorServer.start().close();
        PlainServer.start(0).close();
        List<Double> starts = new ArrayList<>();
        List<Double> ends = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < SERVERS; i++) {
            long begun = System.nanoTime();
            FakeConnectorServer server = FakeConnectorServer.start();
            long started = System.nanoTime();
            server.close();
            long ended = System.nanoTime();
            PlainServer.start(0).close();
            ratios.add((double) (ended - begun) / (System.nanoTime() - ended));
            starts.add((started - begun) / MILLI);
            ends.add((ended - started) / MILLI);
        }
        System.out.printf(
                "%d fake servers: start %s ms, end %s ms, both %s of the JDK's server%n",
                SERVERS, spread(starts), spread(ends), spread(ratios));
    }

    private static void requests(int messages) throws IOException {
        Path directory = Files.createTempDirectory("state");
        try (FakeConnectorServer forgets = FakeConnectorServer.start();
                FakeConnectorServer keeps =
                        FakeConnectorServer.builder().state(directory).start()) {
            Caller plain = new Caller(forgets, messages);
            Caller kept = new Caller(keeps, messages);
            List<Double> reads = new ArrayList<>();
            List<Double> writes = new ArrayList<>();
            for (int i = 0; i < CALLS; i++) {
                reads.add(kept.read() - plain.read());
                writes.add(kept.write() - plain.write());
            }
            System.out.printf(
                    "kept state with %d messages: a read takes %s ms longer, an enqueue %s ms%n",
                    messages, spread(reads), spread(writes));
        }
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Collections.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Calls a server that has a number of messages. */
    private static final class Caller {
        private final RecurringJob job;
        private final MessageId first;

        Caller(FakeConnectorServer server, int messages) {
            this.job = server.client().job(server.importJob().activityId());
            for (int i = 0; i < messages; i++) {
                server.exportJob().publish(new byte[100]);
            }
            this.first = enqueue();
        }

        double read() {
            long begun = System.nanoTime();
            job.messageStatus(first);
            return (System.nanoTime() - begun) / MILLI;
        }

        double write() {
            long begun = System.nanoTime();
            enqueue();
            return (System.nanoTime() - begun) / MILLI;
        }

        private MessageId enqueue() {
            return job.enqueue(
                    EnqueueRequest.of(Payload.ofString("<Document/>")).entity("General journal"));
        }
    }

    private static String spread(List<Double> values) {
        Collections.sort(values);
        return String.format(
                "%.2f (%.2f-%.2f)", values.get(values.size() / 2), values.get(0), values.get(values.size() - 1));
    }
}
