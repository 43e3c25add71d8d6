package io.github.d365fo.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Counts the classes in a JVM's log by what they belong to. */
final class LoadedClasses {
    private static final List<Group> GROUPS = List.of(
            new Group("SDK", "io.github.d365fo.connector.", "io.github.d365fo.auth."),
            new Group("java.net.http", "java.net.http.", "jdk.internal.net.http."),
            new Group("TLS and security", "sun.security.", "java.security.", "javax.net.", "javax.crypto.", "com.sun."),
            new Group("lambdas", "java.lang.invoke.", "jdk.internal.reflect.", "LambdaForm"),
            new Group("JSON", "com.fasterxml."),
            new Group("Nimbus", "com.nimbusds.", "net.minidev."),
            new Group("OkHttp and Kotlin", "okhttp3.", "okio.", "kotlin."),
            new Group("java.time", "java.time.", "sun.util.calendar."),
            new Group("logging, JFR", "java.util.logging.", "sun.util.logging.", "jdk.jfr."),
            new Group("rest"));

    private record Group(String name, String... prefixes) {
        boolean has(String type) {
            for (String prefix : prefixes) {
                if (type.startsWith(prefix)) {
                    return true;
                }
            }
            return prefixes.length == 0;
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
