package io.github.d365fo.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Counts the classes in a JVM's log by what they belong to. */
final class LoadedClasses {
    private static final List<Group> GROUPS = List.of(
            Group.of("SDK", "io.github.d365fo.connector.", "io.github.d365fo.auth."),
            Group.of("java.net.http", "java.net.http.", "jdk.internal.net.http."),
            Group.of("TLS and security", "sun.security.", "java.security.", "javax.net.", "javax.crypto.", "com.sun."),
            Group.of("lambdas", "java.lang.invoke.", "jdk.internal.reflect.", "LambdaForm"),
            Group.of("JSON", "com.fasterxml."),
            Group.of("Nimbus", "com.nimbusds.", "net.minidev."),
            Group.of("OkHttp and Kotlin", "okhttp3.", "okio.", "kotlin."),
            Group.of("java.time", "java.time.", "sun.util.calendar."),
            Group.of("logging, JFR", "java.util.logging.", "sun.util.logging.", "jdk.jfr."),
            Group.of("rest"));

    private record Group(String name, List<String> prefixes) {
        static Group of(String name, String... prefixes) {
            return new Group(name, List.of(prefixes));
        }

        boolean has(String type) {
            return prefixes.isEmpty() || prefixes.stream().anyMatch(type::startsWith);
        }
    }

    private LoadedClasses() {}

    static List<Row.Figure> figures() {
        List<Row.Figure> figures = new ArrayList<>();
        figures.add(new Row.Figure("all", counts -> {
            double sum = 0;
            for (double count : counts) {
                sum += count;
            }
            return sum;
        }));
        for (int i = 0; i < GROUPS.size(); i++) {
            int group = i;
            figures.add(new Row.Figure(GROUPS.get(i).name(), counts -> counts[group]));
        }
        return figures;
    }

    /** Counts the lines of {@code -Xlog:class+load:file=...:none} by group. */
    static double[] count(Path log) throws IOException {
        double[] counts = new double[GROUPS.size()];
        for (String line : Files.readAllLines(log)) {
            int group = 0;
            while (!GROUPS.get(group).has(line)) {
                group++;
            }
            counts[group]++;
        }
        return counts;
    }
}
