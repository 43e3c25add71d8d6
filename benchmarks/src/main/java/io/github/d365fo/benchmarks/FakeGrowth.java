package io.github.d365fo.benchmarks;

import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.testkit.FakeConnectorServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Measures how the calls of the fake connector server grow with the number of its messages, over loopback sockets: each
 * call should take as long with a hundred thousand messages as with ten, with a stored state, too, and requests should
 * need no memory once the journal is full.
 */
public final class FakeGrowth {
    private static final int CALLS = 200;
    private static final List<Integer> MESSAGES = List.of(10, 1_000, 10_000, 100_000);
    private static final int FULL_JOURNAL = 25_000;
    private static final double MILLI = 1e6;

    private FakeGrowth() {}

    /** Prints the figures: for at most as many messages, and as many requests, as the arguments say. */
    public static void main(String[] arguments) throws IOException {
        int most = Integer.parseInt(arguments[0]);
        int requests = Integer.parseInt(arguments[1]);
        // So that the first row does not include the compiler's work.
        measure(1_000, Optional.empty());
        System.out.println(
                "medians in ms by the number of messages of each job; the last column is the heap per message");
        System.out.println("messages  state   dequeue  acknowledge  enqueue  status  publish    fill (s)  heap (KB)");
        for (int messages : MESSAGES.stream().filter(each -> each <= most).toList()) {
            measure(messages, Optional.empty()).print(messages, "no");
        }
        for (int messages : MESSAGES.stream().filter(each -> each <= most).toList()) {
            Path directory = Files.createTempDirectory("state");
            measure(messages, Optional.of(directory)).print(messages, "yes");
            delete(directory);
        }
        journal(requests);
    }

    private record Row(List<Double> medians, double fill, double heap) {
        void print(int messages, String state) {
            System.out.printf(
                    "%8d  %5s  %8.2f  %11.2f  %7.2f  %6.2f  %7.2f  %10.2f  %9.2f%n",
                    messages,
                    state,
                    medians.get(0),
                    medians.get(1),
                    medians.get(2),
                    medians.get(3),
                    medians.get(4),
                    fill,
                    heap);
        }
    }

    private static Row measure(int messages, Optional<Path> state) {
        FakeConnectorServer.Builder builder = FakeConnectorServer.builder().administration(true);
        state.ifPresent(builder::state);
        try (FakeConnectorServer server = builder.start()) {
            RecurringJob exports = server.client().job(server.exportJob().activityId());
            RecurringJob imports = server.client().job(server.importJob().activityId());
            MessageId first = imports.enqueue(file());
            double before = usedKilobytes();
            long begun = System.nanoTime();
            for (int i = 0; i < messages; i++) {
                // Without a file, since with a state it is the disk that a hundred thousand files would measure.
                server.exportJob().publishWithoutFile("no records");
            }
            imports.messageStatus(first);
            double fill = (System.nanoTime() - begun) / MILLI / 1_000;
            double heap = (usedKilobytes() - before) / messages;
            return new Row(calls(server, exports, imports, first), fill, heap);
        }
    }

    private static List<Double> calls(
            FakeConnectorServer server, RecurringJob exports, RecurringJob imports, MessageId first) {
        HttpClient http = server.httpClient();
        HttpRequest publish = HttpRequest.newBuilder(URI.create(server.environment() + "/__admin/exports/"
                        + server.exportJob().activityId() + "/without-file"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"reason\":\"no records\"}"))
                .build();
        List<List<Double>> taken = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            taken.add(new ArrayList<>());
        }
        DequeueResult[] message = new DequeueResult[1];
        for (int i = 0; i < CALLS; i++) {
            taken.get(4).add(millis(() -> send(http, publish)));
            taken.get(0).add(millis(() -> message[0] = exports.dequeue().orElseThrow()));
            taken.get(1).add(millis(() -> exports.acknowledge(message[0])));
            taken.get(2).add(millis(() -> imports.enqueue(file())));
            taken.get(3).add(millis(() -> imports.messageStatus(first)));
        }
        return taken.stream().map(FakeGrowth::median).toList();
    }

    private static void journal(int requests) {
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            RecurringJob exports = server.client().job(server.exportJob().activityId());
            for (int i = 0; i < FULL_JOURNAL; i++) {
                exports.dequeue();
            }
            double before = usedKilobytes();
            long begun = System.nanoTime();
            for (int i = 0; i < requests; i++) {
                exports.dequeue();
            }
            System.out.printf(
                    "%d requests, after %d others: %.0f per second, %.3f KB of heap each%n",
                    requests,
                    FULL_JOURNAL,
                    requests / ((System.nanoTime() - begun) / MILLI / 1_000),
                    (usedKilobytes() - before) / requests);
        }
    }

    private static EnqueueRequest file() {
        return EnqueueRequest.of(Payload.ofString("<Document/>")).entity("General journal");
    }

    private static void send(HttpClient http, HttpRequest request) {
        try {
            int status =
                    http.send(request, HttpResponse.BodyHandlers.ofByteArray()).statusCode();
            if (status != 201) {
                throw new IllegalStateException("the administration answered " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this program", e);
        }
    }

    private static double millis(Runnable call) {
        long begun = System.nanoTime();
        call.run();
        return (System.nanoTime() - begun) / MILLI;
    }

    private static double median(List<Double> values) {
        Collections.sort(values);
        return values.get(values.size() / 2);
    }

    private static double usedKilobytes() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return (runtime.totalMemory() - runtime.freeMemory()) / 1_024.0;
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Collections.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
