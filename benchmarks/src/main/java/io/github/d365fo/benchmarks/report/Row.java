package io.github.d365fo.benchmarks.report;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * One comparison: the same work by several clients in turn.
 *
 * @param title what is compared
 * @param contenders the names of the clients, that which the others are compared with first
 * @param figures what of a measurement is reported
 * @param run measures the named client once
 */
record Row(String title, List<String> contenders, List<Figure> figures, Run run) {
    /** Measures a client once. */
    @FunctionalInterface
    interface Run {
        double[] measure(String contender) throws Exception;
    }

    /**
     * A figure that is reported.
     *
     * @param name its name, with the unit
     * @param of how it is computed from what a process printed: seconds, CPU seconds, allocated bytes, largest resident
     *     bytes, started threads
     */
    record Figure(String name, ToDoubleFunction<double[]> of) {
        /** Returns the figures of a transfer of so many bytes. */
        static List<Figure> ofTransfer(long size) {
            double gib = size / (double) (1 << 30);
            return List.of(
                    new Figure("MB/s", m -> size / 1e6 / m[0]),
                    new Figure("CPU s/GiB", m -> m[1] / gib),
                    new Figure("allocated MiB/GiB", m -> m[2] / (1 << 20) / gib),
                    new Figure("RSS MB", m -> m[3] / 1e6));
        }
    }

    static String number(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    }
}
