package io.github.d365fo.benchmarks.report;

import io.github.d365fo.benchmarks.jmh.Codecs;
import io.github.d365fo.benchmarks.jmh.OneCall;
import java.util.List;
import java.util.Objects;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The rows that JMH measures: single steps, and one call. */
final class StepRows {
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private final Stage stage;

    StepRows(Stage stage) {
        this.stage = stage;
    }

    List<Row> rows() {
        return List.of(
                row("dequeue of an empty queue, one thread, plain", OneCall.class, "byHand", "sdk"),
                row("read an answer, or 1 MiB of rows", Codecs.class, "dequeueAnswer", "statusAnswer", "csvRows"));
    }

    private Row row(String title, Class<?> type, String... methods) {
        return new Row(
                title,
                List.of(methods),
                List.of(new Row.Figure("µs", m -> m[0] / 1e3), new Row.Figure("B allocated", m -> m[1])),
                method -> measure(type, method));
    }

    private double[] measure(Class<?> type, String method) throws RunnerException {
        Options options = new OptionsBuilder()
                .include(type.getName() + "\\." + method + "$")
                .addProfiler(GCProfiler.class)
                .forks(1)
                .warmupIterations(2)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(2)
                .measurementTime(TimeValue.seconds(1))
                .jvmArgsAppend("-Daddress=" + stage.address(false))
                .verbosity(VerboseMode.SILENT)
                .build();
        RunResult result = new Runner(options).runSingle();
        Result<?> allocated =
                Objects.requireNonNull(result.getSecondaryResults().get(ALLOCATED), ALLOCATED);
        return new double[] {result.getPrimaryResult().getScore(), allocated.getScore()};
    }
}
