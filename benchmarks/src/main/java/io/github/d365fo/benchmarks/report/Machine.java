package io.github.d365fo.benchmarks.report;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the figures depend on. */
final class Machine {
    private static final List<String> LIBRARIES = List.of(
            "okhttp-jvm",
            "httpclient5",
            "azure-storage-blob",
            "fastcsv",
            "jackson-core",
            "jackson-databind",
            "oauth2-oidc-sdk");

    private Machine() {}

    /** Returns the machine, the versions of Java and of the libraries, the time and the load. */
    static String describe() throws IOException {
        return "Measured at " + Instant.now().truncatedTo(ChronoUnit.SECONDS) + ", "
                + Runtime.getRuntime().availableProcessors()
                + " CPUs (" + processor() + "), " + System.getProperty("os.name") + " "
                + System.getProperty("os.version") + ", " + System.getProperty("java.vm.name") + " "
                + System.getProperty("java.runtime.version") + ", load "
                + load() + ". " + libraries() + ".";
    }

    /** Returns how many threads wanted a CPU in the last minute. */
    static String load() {
        return Row.number(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static String libraries() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(jar -> Path.of(jar).getFileName().toString())
                .filter(jar -> LIBRARIES.stream().anyMatch(jar::startsWith))
                .map(jar -> jar.replaceFirst("\\.jar$", ""))
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static String processor() throws IOException {
        Path information = Path.of("/proc/cpuinfo");
        if (!Files.exists(information)) {
            return System.getProperty("os.arch");
        }
        return Files.readAllLines(information).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 2))
                .findFirst()
                .orElse(System.getProperty("os.arch"));
    }
}
