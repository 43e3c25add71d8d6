package io.github.d365fo.benchmarks.report;

import io.github.d365fo.benchmarks.measured.SmallCalls;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The rows about small calls: take a message and acknowledge it, as often as possible. */
final class SmallCallRows {
    private static final List<String> CLIENTS =
            List.of("twin", "sdk", "sdk-async", "by-hand", "by-hand-async", "okhttp", "httpclient5");
    private static final int CALLS_EACH = 2;

    private final Stage stage;
    private final int messages;

    SmallCallRows(Stage stage, int messages) {
        this.stage = stage;
        this.messages = messages;
    }

    List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        // Two are what most containers have, and where sendAsync is at its worst on Java 17.
        Session plain = session(false);
        for (int atOnce : List.of(1, 32, 52)) {
            rows.add(row(plain, atOnce, "plain"));
        }
        rows.add(row(session(true), 32, "TLS"));
        return rows;
    }

    private Session session(boolean tls) throws IOException {
        return stage.processes()
                .session(
                        List.of("-XX:ActiveProcessorCount=2"), SmallCalls.class.getName(), List.of(stage.address(tls)));
    }

    private Row row(Session session, int atOnce, String protocol) {
        int count = Math.max(1, atOnce == 1 ? messages / 2 : messages);
        return new Row(
                "dequeue and acknowledge, " + atOnce + " at once, " + protocol,
                CLIENTS,
                figures((double) CALLS_EACH * count),
                client -> session.measure(client + " " + atOnce + " " + count));
    }

    private static List<Row.Figure> figures(double calls) {
        return List.of(
                new Row.Figure("CPU µs/call", m -> m[1] * 1e6 / calls),
                new Row.Figure("B/call", m -> m[2] / calls),
                new Row.Figure("calls/s", m -> calls / m[0]),
                new Row.Figure("p50 µs of both", m -> m[5]),
                new Row.Figure("p99 µs of both", m -> m[6]),
                new Row.Figure("threads started", m -> m[4]));
    }
}
