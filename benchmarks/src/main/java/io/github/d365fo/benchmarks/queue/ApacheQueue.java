package io.github.d365fo.benchmarks.queue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.util.Timeout;

/** Apache HttpClient 5 with jackson-core. It opens all connections that are in use at once; by default it opens five. */
final class ApacheQueue implements QueueClient {
    private final URI address;
    private final CloseableHttpClient client = HttpClients.custom()
            .useSystemProperties()
            .setDefaultRequestConfig(RequestConfig.custom()
                    .setResponseTimeout(Timeout.of(TIMEOUT))
                    .build())
            .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                    .useSystemProperties()
                    .setMaxConnPerRoute(AT_ONCE)
                    .setMaxConnTotal(AT_ONCE)
                    .build())
            .build();

    ApacheQueue(URI address) {
        this.address = address;
    }

    @Override
    public Load messages() {
        return Load.ofThreads(this::takeMessage);
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void takeMessage() throws IOException {
        Message message = Message.of(call(new HttpGet(address.resolve(DEQUEUE))));
        HttpPost acknowledge = new HttpPost(address.resolve(ACKNOWLEDGE));
        acknowledge.setEntity(new ByteArrayEntity(message.json(), ContentType.APPLICATION_JSON));
        call(acknowledge);
    }

    private byte[] call(ClassicHttpRequest request) throws IOException {
        request.setHeader("Accept", "application/json");
        request.setHeader("Authorization", AUTHORIZATION);
        return client.execute(request, response -> {
            QueueClient.require(response.getCode(), 200);
            return EntityUtils.toByteArray(response.getEntity());
        });
    }
}
