package io.github.d365fo.benchmarks.peers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.FileEntity;

/** Apache HttpClient 5, with its blocking API. */
final class ApachePeer implements Peer {
    private static final int BUFFER = 256 << 10;

    private final URI address;
    private final CloseableHttpClient client = HttpClients.createSystem();

    ApachePeer(URI address) {
        this.address = address;
    }

    @Override
    public void enqueue(Path file) throws IOException {
        HttpPost request = new HttpPost(address.resolve("/api/connector/enqueue/" + ACTIVITY));
        request.setEntity(new FileEntity(file.toFile(), ContentType.APPLICATION_OCTET_STREAM));
        client.execute(authorized(request), response -> {
            require(response);
            return EntityUtils.toString(response.getEntity());
        });
    }

    @Override
    public void download(long size, Path target) throws IOException {
        HttpGet request = new HttpGet(address.resolve("/api/connector/download/0?size=" + size));
        client.execute(authorized(request), response -> {
            require(response);
            try (InputStream in = response.getEntity().getContent();
                    OutputStream out = Files.newOutputStream(target)) {
                byte[] buffer = new byte[BUFFER];
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    out.write(buffer, 0, count);
                }
            }
            return target;
        });
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ClassicHttpRequest authorized(ClassicHttpRequest request) {
        request.setHeader("Authorization", "Bearer " + TOKEN);
        return request;
    }

    private static void require(ClassicHttpResponse response) {
        if (response.getCode() != 200) {
            throw new IllegalStateException("got " + response.getCode());
        }
    }
}
