package io.github.d365fo.benchmarks.report;

import io.github.d365fo.benchmarks.measured.ServerQueue;
import io.github.d365fo.benchmarks.startup.FirstCall;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rows about the first call of a process, over TLS: from the start of the JVM to the first message. */
final class StartUpRows {
    private static final List<String> CLIENTS = List.of("by-hand", "sdk", "databind, Nimbus", "okhttp, databind");
    private static final String ARCHIVED = ", AppCDS";

    private final Stage stage;
    private final Map<String, Path> archives = new HashMap<>();

    StartUpRows(Stage stage) {
        this.stage = stage;
    }

    List<Row> rows() throws IOException {
        ServerQueue.reset(URI.create(stage.address(false)), 0, 0, Long.MAX_VALUE);
        List<String> archived = new ArrayList<>(CLIENTS);
        CLIENTS.forEach(client -> archived.add(client + ARCHIVED));
        return List.of(
                new Row("start, token and first call", archived, times(), this::call),
                new Row(
                        "start and first call",
                        List.of("by-hand, fixed token", "sdk, fixed token"),
                        times(),
                        this::call),
                new Row("classes loaded till the first call", CLIENTS, LoadedClasses.figures(), this::classes));
    }

    private static List<Row.Figure> times() {
        return List.of(new Row.Figure("ms", m -> m[0] * 1e3), new Row.Figure("CPU ms", m -> m[1] * 1e3));
    }

    private double[] call(String client) throws IOException, InterruptedException {
        if (!client.endsWith(ARCHIVED)) {
            return call(List.of(), client);
        }
        String itself = client.substring(0, client.length() - ARCHIVED.length());
        Path archive = archives.get(itself);
        if (archive == null) {
            archive = Files.createTempDirectory(stage.disk(), "archive").resolve("classes.jsa");
            call(List.of("-Xlog:cds=off", "-Xlog:cds+dynamic=off", "-XX:ArchiveClassesAtExit=" + archive), itself);
            archives.put(itself, archive);
        }
        return call(List.of("-XX:SharedArchiveFile=" + archive), itself);
    }

    private double[] classes(String client) throws IOException, InterruptedException {
        Path log = Files.createTempFile(stage.disk(), "classes", ".log");
        call(List.of("-Xlog:class+load:file=" + log + ":none"), client);
        return LoadedClasses.count(log);
    }

    private double[] call(List<String> options, String client) throws IOException, InterruptedException {
        return stage.processes()
                .timeToFirstLine(options, FirstCall.class.getName(), List.of(client, stage.address(true)));
    }
}
