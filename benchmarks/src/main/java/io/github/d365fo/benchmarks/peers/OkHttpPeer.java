package io.github.d365fo.benchmarks.peers;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import okio.Okio;

/** OkHttp. */
final class OkHttpPeer implements Peer {
    private final URI address;
    private final OkHttpClient client = new OkHttpClient();

    OkHttpPeer(URI address) {
        this.address = address;
    }

    @Override
    public void enqueue(Path file) throws IOException {
        RequestBody body = RequestBody.create(file.toFile(), MediaType.get("application/octet-stream"));
        Request request =
                request("/api/connector/enqueue/" + ACTIVITY).post(body).build();
        try (Response response = client.newCall(request).execute()) {
            require(response);
            response.body().string();
        }
    }

    @Override
    public void download(long size, Path target) throws IOException {
        Request request = request("/api/connector/download/0?size=" + size).build();
        try (Response response = client.newCall(request).execute();
                BufferedSink sink = Okio.buffer(Okio.sink(target.toFile()))) {
            require(response);
            sink.writeAll(response.body().source());
        }
    }

    @Override
    public void close() {
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }

    private Request.Builder request(String path) {
        return new Request.Builder().url(address.resolve(path).toString()).header("Authorization", "Bearer " + TOKEN);
    }

    private static void require(Response response) {
        if (response.code() != 200) {
            throw new IllegalStateException("got " + response.code());
        }
    }
}
