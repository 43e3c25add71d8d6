package io.github.d365fo.benchmarks.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Starts processes with this one's Java and class path, and ends those that stay, such as servers. */
final class Processes implements AutoCloseable {
    private final Certificate certificate;
    private final List<Process> servers = new ArrayList<>();

    Processes(Certificate certificate) {
        this.certificate = certificate;
    }

    /** Starts a server, which ends with this object, and returns the line it prints. */
    String serve(String mainClass, List<String> arguments) throws IOException {
        Process process = start(List.of("-Xmx512m"), mainClass, arguments);
        servers.add(process);
        String line =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
        if (line == null) {
            throw new IOException(mainClass + " did not start");
        }
        return line;
    }

    /** Runs a process to its end, and returns the figures of its line that begins with {@code measured}. */
    double[] measure(List<String> options, String mainClass, List<String> arguments)
            throws IOException, InterruptedException {
        Process process = start(options, mainClass, arguments);
        double[] figures = new Session(mainClass + arguments, process).measured();
        if (process.waitFor() != 0) {
            throw new IOException(mainClass + arguments + " failed");
        }
        return figures;
    }

    /** Starts a process that measures line by line, and ends with this object. */
    Session session(List<String> options, String mainClass, List<String> arguments) throws IOException {
        Process process = start(options, mainClass, arguments);
        servers.add(process);
        return new Session(mainClass, process);
    }

    /** Returns the seconds and the CPU seconds from the start of a process to its first line. */
    double[] timeToFirstLine(List<String> options, String mainClass, List<String> arguments)
            throws IOException, InterruptedException {
        long begun = System.nanoTime();
        Process process = start(options, mainClass, arguments);
        String line =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
        double seconds = (System.nanoTime() - begun) / 1e9;
        double cpu = process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
        process.getOutputStream().close();
        if (process.waitFor() != 0 || line == null) {
            throw new IOException(mainClass + arguments + " failed");
        }
        return new double[] {seconds, cpu};
    }

    private Process start(List<String> options, String mainClass, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(certificate.trustOptions());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    @Override
    public void close() throws IOException {
        for (Process server : servers) {
            server.getOutputStream().close();
        }
    }
}
