package io.github.d365fo.benchmarks.peers;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What one writes with {@code java.net.http} and no SDK: its own handlers for bodies, and eight ranges or blocks at
 * once.
 */
final class ByHandPeer implements Peer {
    private static final int AT_ONCE = 8;
    private static final long BLOCK = 8L << 20;
    private static final int BUFFER = 256 << 10;

    private final URI address;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HttpClient lean = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(Runnable::run)
            .build();

    ByHandPeer(URI address) {
        this.address = address;
    }

    @Override
    public void enqueue(Path file) throws IOException, InterruptedException {
        HttpRequest request = request("/api/connector/enqueue/" + ACTIVITY)
                .POST(HttpRequest.BodyPublishers.ofFile(file))
                .build();
        require(client.send(request, HttpResponse.BodyHandlers.ofString()), 200);
    }

    @Override
    public void download(long size, Path target) throws IOException, InterruptedException {
        HttpRequest request = request("/api/connector/download/0?size=" + size).build();
        require(client.send(request, HttpResponse.BodyHandlers.ofFile(target)), 200);
    }

    @Override
    public void fetch(long size, Path target) throws Exception {
        try (FileChannel file = FileChannel.open(
                target, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ)) {
            inPieces(size, (size + AT_ONCE - 1) / AT_ONCE, (from, to) -> fetch(size, file, from, to));
        }
    }

    /** The least that the client needs for it: each block is read from the file as the client asks for it. */
    @Override
    public void store(Path source) throws Exception {
        try (FileChannel file = FileChannel.open(source, StandardOpenOption.READ)) {
            inPieces(file.size(), BLOCK, (from, to) -> store(file, from, to));
        }
    }

    private interface Piece {
        void transfer(long from, long to) throws IOException, InterruptedException;
    }

    private static void inPieces(long size, long piece, Piece work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<?>> pieces = new ArrayList<>();
            for (long from = 0; from < size; from += piece) {
                long begin = from;
                pieces.add(threads.submit(() -> {
                    work.transfer(begin, Math.min(size, begin + piece));
                    return begin;
                }));
            }
            for (Future<?> each : pieces) {
                each.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    private void store(FileChannel file, long from, long to) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        address.resolve("/store/benchmark/package.zip?comp=block&blockid=" + from))
                .PUT(new BlockPublisher(file, from, to))
                .build();
        require(lean.send(request, HttpResponse.BodyHandlers.ofString()), 201);
    }

    private void fetch(long size, FileChannel file, long from, long to) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address.resolve("/store/benchmark/package.zip?size=" + size))
                .header("Range", "bytes=" + from + "-" + (to - 1))
                .build();
        HttpResponse<java.io.InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        require(response, 206);
        try (java.io.InputStream in = response.body()) {
            byte[] buffer = new byte[BUFFER];
            long at = from;
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                at += file.write(ByteBuffer.wrap(buffer, 0, count), at);
            }
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(path)).header("Authorization", "Bearer " + TOKEN);
    }

    private static void require(HttpResponse<?> response, int status) {
        if (response.statusCode() != status) {
            throw new IllegalStateException("expected " + status + ", but got " + response.statusCode());
        }
    }
}
