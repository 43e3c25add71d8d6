package io.github.d365fo.benchmarks.report;

import io.github.d365fo.benchmarks.server.Relay;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The rows about files: uploads and downloads, plain, over TLS and over a long line. */
final class Transfers {
    private static final String MEASURED = "io.github.d365fo.benchmarks.measured.Measured";
    private static final List<String> SMALL_HEAP = List.of("-Xmx64m");

    private final Stage stage;
    private final long size;

    Transfers(Stage stage, long size) {
        this.stage = stage;
        this.size = size;
    }

    List<Row> uploads() {
        List<Row> rows = new ArrayList<>();
        for (boolean tls : List.of(true, false)) {
            rows.add(row("enqueue", tls, stage.memory(), List.of(), "by-hand", "sdk", "okhttp", "httpclient5"));
            rows.add(row("store", tls, stage.memory(), SMALL_HEAP, "azure", "sdk", "by-hand"));
        }
        return rows;
    }

    List<Row> downloads() {
        List<Row> rows = new ArrayList<>();
        for (boolean tls : List.of(true, false)) {
            for (Path directory : List.of(stage.memory(), stage.disk())) {
                rows.add(row("download", tls, directory, List.of(), "by-hand", "sdk", "okhttp", "httpclient5"));
            }
            rows.add(row("fetch", tls, stage.memory(), SMALL_HEAP, "azure", "sdk", "by-hand"));
        }
        return rows;
    }

    /** What a digest and writing through cost on one connection, in memory and on the disk. */
    List<Row> streams() {
        List<Row> rows = new ArrayList<>();
        for (Path directory : List.of(stage.memory(), stage.disk())) {
            rows.add(row(
                    "download",
                    true,
                    directory,
                    List.of(),
                    "stream",
                    "stream, SHA-256",
                    "stream, force",
                    "stream, SHA-256, force",
                    "sdk"));
        }
        return rows;
    }

    /** To and from storage over lines with 30 ms of round trip; without warming up, as a job would. */
    List<Row> longLines() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (int megabytes : List.of(20, 2)) {
            int port = Integer.parseInt(stage.processes()
                    .serve(
                            Relay.class.getName(),
                            List.of(String.valueOf(stage.port(true)), String.valueOf(megabytes), "30")));
            long bytes = megabytes == 20 ? size : size / 8;
            for (String work : List.of("fetch", "store")) {
                rows.add(new Row(
                        title(work, bytes, true) + ", " + megabytes + " MB/s a connection, 30 ms (eight: "
                                + 8 * megabytes + " MB/s)",
                        List.of("azure", "sdk", "by-hand"),
                        Row.Figure.ofTransfer(bytes),
                        client -> measure(
                                work, client, "https://127.0.0.1:" + port, bytes, 0, stage.memory(), List.of())));
            }
        }
        return rows;
    }

    private Row row(String work, boolean tls, Path directory, List<String> options, String... clients) {
        String place = directory.equals(stage.memory()) ? "memory" : "disk";
        return new Row(
                title(work, size, tls) + ", " + place + (options.isEmpty() ? "" : ", " + String.join(" ", options)),
                List.of(clients),
                Row.Figure.ofTransfer(size),
                client -> measure(work, client, stage.address(tls), size, size / 4, directory, options));
    }

    private static String title(String work, long size, boolean tls) {
        return work + " " + (size >> 20) + " MiB, " + (tls ? "TLS" : "plain");
    }

    private double[] measure(
            String work, String client, String address, long bytes, long warmUp, Path directory, List<String> options)
            throws IOException, InterruptedException {
        return stage.processes()
                .measure(
                        options,
                        MEASURED,
                        List.of(
                                work,
                                client,
                                address,
                                String.valueOf(bytes),
                                String.valueOf(warmUp),
                                directory.toString()));
    }
}
