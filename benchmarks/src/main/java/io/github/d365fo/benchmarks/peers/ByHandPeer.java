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

/** What one writes with {@code java.net.http} and no SDK: its own handlers for bodies, and eight ranges at once. */
final class ByHandPeer implements Peer {
    private static final int RANGES = 8;
    private static final int BUFFER = 256 << 10;

    private final URI address;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

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
        ExecutorService threads = Executors.newFixedThreadPool(RANGES);
        try (FileChannel file = FileChannel.open(
                target, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ)) {
            List<Future<?>> ranges = new ArrayList<>();
            for (int i = 0; i < RANGES; i++) {
                long from = size * i / RANGES;
                long to = size * (i + 1) / RANGES;
                ranges.add(threads.submit(() -> {
                    fetch(size, file, from, to);
                    return file;
                }));
            }
            for (Future<?> range : ranges) {
                range.get();
            }
        } finally {
            threads.shutdown();
        }
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
