package io.github.d365fo.benchmarks.report;

import io.github.d365fo.benchmarks.fake.FakeGrowth;
import io.github.d365fo.benchmarks.fake.FakeRequests;
import io.github.d365fo.benchmarks.fake.FakeSizes;
import io.github.d365fo.benchmarks.fake.FakeStart;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rows about the fake connector server: whether it stays as fast and as small as it is with little. */
final class FakeRows {
    private static final List<String> MESSAGES = List.of("10", "1000", "10000", "100000");
    private static final Map<String, Long> SIZES = sizes();

    private final Stage stage;
    private final int requests;
    private final long largest;

    FakeRows(Stage stage, int requests, long largest) {
        this.stage = stage;
        this.requests = requests;
        this.largest = largest;
    }

    private static Map<String, Long> sizes() {
        Map<String, Long> sizes = new LinkedHashMap<>();
        sizes.put("1 KiB", 1L << 10);
        sizes.put("1 MiB", 1L << 20);
        sizes.put("64 MiB", 64L << 20);
        sizes.put("1 GiB", 1L << 30);
        sizes.put("5 GiB", 5L << 30);
        return sizes;
    }

    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        rows.add(new Row(
                "start and end of a server",
                List.of("JDK's HttpServer", "fake"),
                List.of(new Row.Figure("start ms", m -> m[0]), new Row.Figure("end ms", m -> m[1])),
                server -> stage.processes().measure(List.of(), FakeStart.class.getName(), List.of(server))));
        rows.add(new Row("calls by the number of messages", MESSAGES, growth(), messages -> run(messages)));
        rows.add(new Row("calls by the number of messages, with a kept state", MESSAGES, growth(), this::runWithState));
        rows.add(new Row(
                "requests after the journal is full",
                List.of(String.valueOf(requests / 10), String.valueOf(requests)),
                List.of(new Row.Figure("s", m -> m[0]), new Row.Figure("B kept of each", m -> m[1])),
                count -> stage.processes().measure(List.of(), FakeRequests.class.getName(), List.of(count))));
        rows.add(new Row(
                "a file down and up, client and fake in one process, -Xmx64m",
                SIZES.entrySet().stream()
                        .filter(size -> size.getValue() <= largest)
                        .map(Map.Entry::getKey)
                        .toList(),
                List.of(
                        new Row.Figure("s", m -> m[0]),
                        new Row.Figure("CPU s", m -> m[1]),
                        new Row.Figure("RSS MB", m -> m[3] / 1e6)),
                this::transfer));
        return rows;
    }

    private static List<Row.Figure> growth() {
        return List.of(
                new Row.Figure("dequeue ms", m -> m[0]),
                new Row.Figure("acknowledge ms", m -> m[1]),
                new Row.Figure("enqueue ms", m -> m[2]),
                new Row.Figure("status ms", m -> m[3]),
                new Row.Figure("publish all s", m -> m[4]),
                new Row.Figure("heap KiB/message", m -> m[5]));
    }

    private double[] run(String... arguments) throws IOException, InterruptedException {
        return stage.processes().measure(List.of(), FakeGrowth.class.getName(), List.of(arguments));
    }

    private double[] runWithState(String messages) throws IOException, InterruptedException {
        return run(messages, Files.createTempDirectory(stage.disk(), "state").toString());
    }

    private double[] transfer(String size) throws IOException, InterruptedException {
        return stage.processes()
                .measure(
                        List.of("-Xmx64m"),
                        FakeSizes.class.getName(),
                        List.of(
                                String.valueOf(SIZES.getOrDefault(size, 0L)),
                                stage.disk().toString()));
    }
}
