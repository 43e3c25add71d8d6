package io.github.d365fo.benchmarks.queue;

import io.github.d365fo.benchmarks.peers.Peer;
import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.dequeue.DequeueResult;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** The SDK's blocking API, called by workers. */
final class SdkPackages implements PackageClient {
    private final ConnectorClient client;
    private final RecurringJob job;

    SdkPackages(URI address) {
        this.client = client(address);
        this.job = client.job(Peer.ACTIVITY);
    }

    static ConnectorClient client(URI address) {
        return ConnectorClient.builder()
                .environment(address)
                .tokenProvider(TokenProvider.ofStatic(Peer.TOKEN))
                .packageCheck(false) // the server's zeros are no package
                .build();
    }

    @Override
    public long empty(int atOnce, Path directory) throws Exception {
        return Worker.empty(atOnce, directory, () -> this::takePackage);
    }

    @Override
    public void close() {
        client.close();
    }

    private boolean takePackage(Path target) {
        Optional<DequeueResult> message = job.dequeue();
        if (message.isEmpty()) {
            return false;
        }
        job.download(message.get(), target);
        job.acknowledge(message.get());
        return true;
    }
}
