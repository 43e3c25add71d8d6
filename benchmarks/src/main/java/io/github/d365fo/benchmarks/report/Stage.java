package io.github.d365fo.benchmarks.report;

import io.github.d365fo.benchmarks.server.BenchServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What all rows share: the server, its certificate, a directory on a disk and one in memory. */
final class Stage implements AutoCloseable {
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    private final Path disk;
    private final Path memory;
    private final Processes processes;
    private final List<String> ports;

    private Stage(Path disk, Path memory, Processes processes, List<String> ports) {
        this.disk = disk;
        this.memory = memory;
        this.processes = processes;
        this.ports = ports;
    }

    /** Starts the server. Where there is no {@code /dev/shm}, all files are on the disk. */
    static Stage set(Path directory) throws IOException, InterruptedException {
        Path disk = Files.createTempDirectory(directory, "benchmark");
        Path memory = Files.isWritable(SHARED_MEMORY) ? Files.createTempDirectory(SHARED_MEMORY, "benchmark") : disk;
        Certificate certificate = Certificate.create(disk);
        Processes processes = new Processes(certificate);
        String ports = processes.serve(BenchServer.class.getName(), certificate.serverArguments());
        return new Stage(disk, memory, processes, List.of(ports.split(" ")));
    }

    Path disk() {
        return disk;
    }

    Path memory() {
        return memory;
    }

    Processes processes() {
        return processes;
    }

    int port(boolean tls) {
        return Integer.parseInt(ports.get(tls ? 1 : 0));
    }

    String address(boolean tls) {
        return (tls ? "https" : "http") + "://127.0.0.1:" + port(tls);
    }

    @Override
    public void close() throws IOException {
        processes.close();
        for (Path directory : List.of(disk, memory)) {
            if (Files.exists(directory)) {
                delete(directory);
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
