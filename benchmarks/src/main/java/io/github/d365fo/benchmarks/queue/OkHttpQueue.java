package io.github.d365fo.benchmarks.queue;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** OkHttp with jackson-core. It keeps all connections that are in use at once; by default it keeps five. */
final class OkHttpQueue implements QueueClient {
    private static final MediaType JSON = MediaType.get("application/json");

    private final URI address;
    private final OkHttpClient client = new OkHttpClient.Builder()
            .callTimeout(TIMEOUT)
            .connectionPool(new ConnectionPool(AT_ONCE, 5, TimeUnit.MINUTES))
            .build();

    OkHttpQueue(URI address) {
        this.address = address;
    }

    @Override
    public Load messages() {
        return Load.ofThreads(this::takeMessage);
    }

    @Override
    public void close() {
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }

    private void takeMessage() throws IOException {
        Message message = Message.of(call(request(DEQUEUE).build()));
        call(request(ACKNOWLEDGE).post(RequestBody.create(message.json(), JSON)).build());
    }

    private byte[] call(Request request) throws IOException {
        try (Response response = client.newCall(request).execute()) {
            QueueClient.require(response.code(), 200);
            return response.body().bytes();
        }
    }

    private Request.Builder request(String path) {
        return new Request.Builder()
                .url(address.resolve(path).toString())
                .header("Accept", "application/json")
                .header("Authorization", AUTHORIZATION);
    }
}
