package io.github.d365fo.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Compares the SDK with the same calls written by hand over {@code java.net.http}, in turn in one JVM, and prints the
 * medians of the ratios. The machine's speed drops out of a ratio; its noise does not, so look at the spread.
 */
public final class Ratios {
    private static final int CALLS = 2_000;
    private static final int SIZE = 256 << 20;
    private static final String ACTIVITY = "6d31e09f-0249-459f-94f0-aad9c2c47b64";

    private final URI address;
    private final RecurringJob job;
    private final HttpClient byHand =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Path directory = Files.createTempDirectory("ratios");
    private final Path source = Files.write(directory.resolve("source.bin"), new byte[SIZE]);
    private final Path target = directory.resolve("target.zip");

    private Ratios(URI address, ConnectorClient client) throws IOException {
        this.address = address;
        this.job = client.job(ACTIVITY);
    }

    /** Takes the number of rounds. */
    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        try (PlainServer server = PlainServer.start(SIZE);
                ConnectorClient client = ConnectorClient.builder()
                        .environment(server.address())
                        .tokenProvider(TokenProvider.ofStatic("x".repeat(1500)))
                        .packageCheck(false) // the server's zeros are no package
                        .build()) {
            Ratios ratios = new Ratios(server.address(), client);
            ratios.compare("dequeue, empty queue, " + CALLS + " calls", rounds, ratios::dequeue, ratios::dequeueByHand);
            ratios.compare("download of 256 MiB to a file", rounds, ratios::download, ratios::downloadByHand);
            ratios.compare("upload of 256 MiB from a file", rounds, ratios::upload, ratios::uploadByHand);
            Files.delete(ratios.source);
            Files.delete(ratios.directory);
        }
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private void compare(String what, int rounds, Work sdk, Work byHand) throws IOException, InterruptedException {
        measure(sdk);
        measure(byHand);
        List<Double> wall = new ArrayList<>();
        List<Double> cpu = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            double[] ours = measure(sdk);
            double[] theirs = measure(byHand);
            wall.add(ours[0] / theirs[0]);
            cpu.add(ours[1] / theirs[1]);
        }
        System.out.printf("%-40s time %s, CPU with the server's %s of that by hand%n", what, spread(wall), spread(cpu));
    }

    private static double[] measure(Work work) throws IOException, InterruptedException {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = system.getProcessCpuTime();
        long begun = System.nanoTime();
        work.run();
        return new double[] {System.nanoTime() - begun, system.getProcessCpuTime() - cpu};
    }

    private static String spread(List<Double> ratios) {
        Collections.sort(ratios);
        return String.format(
                "%.2f (%.2f-%.2f)", ratios.get(ratios.size() / 2), ratios.get(0), ratios.get(ratios.size() - 1));
    }

    private void dequeue() {
        for (int i = 0; i < CALLS; i++) {
            job.dequeue();
        }
    }

    private void dequeueByHand() throws IOException, InterruptedException {
        for (int i = 0; i < CALLS; i++) {
            byHand.send(request("/api/connector/dequeue/" + ACTIVITY).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private void download() throws IOException {
        job.download(
                DequeueResult.fromJson("{\"CorrelationId\":\"c\",\"PopReceipt\":\"p\",\"DownloadLocation\":\"" + address
                        + "/api/connector/download/x\",\"IsDownLoadFileExist\":true}"),
                target);
        Files.delete(target);
    }

    private void downloadByHand() throws IOException, InterruptedException {
        byHand.send(request("/api/connector/download/x").build(), HttpResponse.BodyHandlers.ofFile(target));
        Files.delete(target);
    }

    private void upload() {
        job.enqueue(EnqueueRequest.of(Payload.ofFile(source)));
    }

    private void uploadByHand() throws IOException, InterruptedException {
        byHand.send(
                request("/api/connector/enqueue/" + ACTIVITY)
                        .POST(HttpRequest.BodyPublishers.ofFile(source))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(path)).header("Authorization", "Bearer " + "x".repeat(1500));
    }
}
