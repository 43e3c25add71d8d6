package io.github.d365fo.benchmarks.queue;

import io.github.d365fo.benchmarks.peers.Peer;
import io.github.d365fo.connector.AsyncRecurringJob;
import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.auth.TokenProvider;
import java.net.URI;

/** The SDK, through either API. */
final class SdkQueue implements QueueClient {
    private final ConnectorClient client;
    private final boolean async;

    SdkQueue(URI address, boolean async) {
        this.client = ConnectorClient.builder()
                .environment(address)
                .tokenProvider(TokenProvider.ofStatic(Peer.TOKEN))
                .build();
        this.async = async;
    }

    @Override
    public Load messages() {
        if (async) {
            AsyncRecurringJob job = client.async().job(Peer.ACTIVITY);
            return Load.ofFutures(() -> job.dequeue().thenCompose(message -> job.acknowledge(message.orElseThrow())));
        }
        RecurringJob job = client.job(Peer.ACTIVITY);
        return Load.ofThreads(() -> job.acknowledge(job.dequeue().orElseThrow()));
    }

    @Override
    public void close() {
        client.close();
    }
}
