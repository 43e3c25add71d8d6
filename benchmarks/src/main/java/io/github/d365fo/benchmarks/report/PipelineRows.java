package io.github.d365fo.benchmarks.report;

import io.github.d365fo.benchmarks.measured.Pipeline;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The rows about a queue that is emptied: take, download and acknowledge, each call with its latency. */
final class PipelineRows {
    private static final List<String> CLIENTS =
            List.of("raw sockets", "by-hand", "sdk", "feed, memory", "feed, directory");
    private static final int SIZE = 256 << 10;
    private static final int DELAY = 20;

    private final Stage stage;

    PipelineRows(Stage stage) {
        this.stage = stage;
    }

    List<Row> rows() throws IOException {
        Session session = stage.processes()
                .session(
                        List.of(),
                        Pipeline.class.getName(),
                        List.of(
                                stage.address(false),
                                String.valueOf(SIZE),
                                String.valueOf(DELAY),
                                stage.memory().toString()));
        List<Row> rows = new ArrayList<>();
        for (int atOnce : List.of(8, 16, 32)) {
            rows.add(row(session, atOnce, 200));
        }
        rows.add(row(session, 32, 2_000));
        return rows;
    }

    private static Row row(Session session, int atOnce, int messages) {
        return new Row(
                messages + " packages of 256 KiB, 20 ms a call, " + atOnce + " at once",
                CLIENTS,
                List.of(
                        new Row.Figure("messages/s", m -> messages / m[0]),
                        new Row.Figure("ms", m -> m[0] * 1e3),
                        new Row.Figure("CPU ms/message", m -> m[1] * 1e3 / messages),
                        new Row.Figure("allocated KiB/message", m -> m[2] / 1024 / messages)),
                client -> session.measure(atOnce + " " + messages + " " + client));
    }
}
