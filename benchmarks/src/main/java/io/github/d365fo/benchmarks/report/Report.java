package io.github.d365fo.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Runs the rows that are named, and writes a table and all measurements into a directory. */
public final class Report {
    private static final int MEGABYTE = 20;

    private Report() {}

    /**
     * Takes the directory for the report, then the groups of rows. The system properties {@code rounds} (default 3) and
     * {@code mib} (size of transfers, default 1024) change the amount.
     */
    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createDirectories(Path.of(arguments[0]));
        int rounds = Integer.getInteger("rounds", 3);
        long size = Long.getLong("mib", 1024L) << MEGABYTE;
        String only = System.getProperty("only", "");
        try (Stage stage = Stage.set(directory)) {
            for (String group : List.of(arguments).subList(1, arguments.length)) {
                Path table = directory.resolve(group + ".md");
                Path measurements = directory.resolve(group + ".csv");
                Files.writeString(table, "Measured " + Machine.describe() + ".\n\n");
                Files.writeString(measurements, "row,client,round,figure,value\n");
                for (Row row : rows(group, stage, size)) {
                    if (row.title().contains(only)) {
                        tell(Results.of(row, rounds), table, measurements);
                    }
                }
            }
        }
    }

    private static List<Row> rows(String group, Stage stage, long size) throws IOException {
        return switch (group) {
            case "small-calls" -> new SmallCallRows(stage, Integer.getInteger("messages", 4_000)).rows();
            case "pipeline" -> new PipelineRows(stage).rows();
            case "start-up" -> new StartUpRows(stage).rows();
            case "rows" -> new RowRows(stage, Long.getLong("data", 128L) << MEGABYTE).rows();
            case "uploads" -> new Transfers(stage, size).uploads();
            case "downloads" -> new Transfers(stage, size).downloads();
            case "long-lines" -> new Transfers(stage, size).longLines();
            default -> throw new IllegalArgumentException("unknown rows " + group);
        };
    }

    private static void tell(Results results, Path table, Path measurements) throws IOException {
        System.out.print(results.markdown());
        Files.writeString(table, results.markdown(), StandardOpenOption.APPEND);
        Files.writeString(measurements, results.csv(), StandardOpenOption.APPEND);
    }
}
