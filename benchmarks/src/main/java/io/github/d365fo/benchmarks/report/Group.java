package io.github.d365fo.benchmarks.report;

import java.util.List;

/**
 * Rows that are measured together.
 *
 * @param name what the command line calls it
 * @param rounds how often each client is measured, unless the command line says otherwise
 * @param prepare returns the rows
 */
record Group(String name, int rounds, Prepare prepare) {
    private static final int MEBIBYTE = 20;

    /** Starts what the rows need. */
    @FunctionalInterface
    interface Prepare {
        List<Row> rows(Stage stage) throws Exception;
    }

    /**
     * Returns all groups. These system properties change the amounts: {@code mib} (a transfer; default 512), {@code data}
     * (MiB of a data file; default 128), {@code messages} (default 4,000), {@code requests} (to the fake; default
     * 100,000) and {@code largest} (MiB to and from the fake; default 1,024).
     */
    static List<Group> all() {
        long size = bytes("mib", 512);
        return List.of(
                new Group("small-calls", 5, stage -> new SmallCallRows(stage, number("messages", 4_000)).rows()),
                new Group("pipeline", 3, stage -> new PipelineRows(stage).rows()),
                new Group("start-up", 9, stage -> new StartUpRows(stage).rows()),
                new Group("uploads", 3, stage -> new Transfers(stage, size).uploads()),
                new Group("downloads", 3, stage -> new Transfers(stage, size).downloads()),
                new Group("streams", 3, stage -> new Transfers(stage, size).streams()),
                new Group("long-lines", 3, stage -> new Transfers(stage, size).longLines()),
                new Group("rows", 5, stage -> new RowRows(stage, bytes("data", 128)).rows()),
                new Group("steps", 3, stage -> new StepRows(stage).rows()),
                new Group(
                        "fake",
                        2,
                        stage -> new FakeRows(stage, number("requests", 100_000), bytes("largest", 1_024)).rows()));
    }

    private static int number(String property, int otherwise) {
        return Integer.getInteger(property, otherwise);
    }

    private static long bytes(String property, int otherwise) {
        return (long) number(property, otherwise) << MEBIBYTE;
    }
}
