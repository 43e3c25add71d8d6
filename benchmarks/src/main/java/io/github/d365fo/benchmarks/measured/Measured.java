package io.github.d365fo.benchmarks.measured;

import io.github.d365fo.benchmarks.peers.Peer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The process that is measured: one client does one kind of work, a smaller piece to warm up and then the one that
 * counts, and prints what it cost.
 */
public final class Measured {
    private Measured() {}

    private interface Work {
        void run(long size) throws Exception;
    }

    /** Takes the work, the client, the address, the bytes, the bytes to warm up with, and a directory. */
    public static void main(String[] arguments) throws Exception {
        URI address = URI.create(arguments[2]);
        Path file = Files.createTempFile(Path.of(arguments[5]), "benchmark", ".bin");
        try (Peer peer = Peer.of(arguments[1], address)) {
            Work work = work(arguments[0], peer, file);
            long size = Long.parseLong(arguments[3]);
            long warmUp = Long.parseLong(arguments[4]);
            boolean sends = arguments[0].equals("enqueue") || arguments[0].equals("store");
            if (warmUp > 0) {
                prepare(file, sends ? warmUp : 0);
                ServerQueue.reset(address, 0, warmUp, 1);
                work.run(warmUp);
            }
            prepare(file, sends ? size : 0);
            ServerQueue.reset(address, 0, size, 1);
            Meter meter = Meter.start();
            work.run(size);
            System.out.println("measured " + meter.stop());
            if (Files.size(file) != size) {
                throw new IllegalStateException("expected " + size + " bytes, but got " + Files.size(file));
            }
        } finally {
            Files.delete(file);
        }
        // Some clients leave threads behind that are no daemons.
        System.exit(0);
    }

    private static Work work(String name, Peer peer, Path file) {
        return switch (name) {
            case "enqueue" -> size -> peer.enqueue(file);
            case "store" -> size -> peer.store(file);
            case "download" -> size -> peer.download(size, file);
            case "fetch" -> size -> peer.fetch(size, file);
            default -> throw new IllegalArgumentException("unknown work " + name);
        };
    }

    private static void prepare(Path file, long size) throws IOException {
        byte[] piece = new byte[1 << 20];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long left = size; left > 0; left -= piece.length) {
                out.write(piece, 0, (int) Math.min(left, piece.length));
            }
        }
    }
}
