package io.github.d365fo.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Measures the groups that are named, and writes tables, all measurements and plots into a directory. */
public final class Report {
    private final Path directory;
    private final Stage stage;

    private Report(Path directory, Stage stage) {
        this.directory = directory;
        this.stage = stage;
    }

    /**
     * Takes the directory for the report, then the groups, or {@code all}. The system property {@code rounds} changes how
     * often each client is measured, {@code only} keeps the rows with that text in their title; {@link Group} has more.
     */
    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createDirectories(Path.of(arguments[0]));
        List<String> names = List.of(arguments).subList(1, arguments.length);
        List<Group> groups = Group.all().stream()
                .filter(group -> names.contains("all") || names.contains(group.name()))
                .toList();
        if (groups.isEmpty()) {
            throw new IllegalArgumentException("expected all or some of "
                    + Group.all().stream().map(Group::name).toList() + ", but got " + names);
        }
        try (Stage stage = Stage.set(directory)) {
            for (Group group : groups) {
                new Report(directory, stage).measure(group);
            }
        }
    }

    private void measure(Group group) throws Exception {
        Path table = directory.resolve(group.name() + ".md");
        Path measurements = directory.resolve(group.name() + ".csv");
        Files.writeString(table, Machine.describe() + "\n\n");
        Files.writeString(measurements, "row,client,round,figure,value\n");
        int rounds = Integer.getInteger("rounds", 0) > 0 ? Integer.getInteger("rounds") : group.rounds();
        String only = System.getProperty("only", "");
        List<Results> all = new ArrayList<>();
        for (Row row : group.prepare().rows(stage)) {
            if (row.title().contains(only)) {
                Results results = Results.of(row, rounds);
                all.add(results);
                append(table, results.markdown());
                append(measurements, results.csv());
                System.out.print(results.markdown());
            }
        }
        append(table, "Rounds: " + rounds + ". Load at the end: " + Machine.load() + ".\n");
        Files.writeString(directory.resolve(group.name() + ".svg"), new Plot(all).svg());
    }

    private static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }
}
