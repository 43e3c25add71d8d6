package io.github.d365fo.benchmarks.peers;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.datamanagement.ImportRequest;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.dequeue.ExistingTarget;
import io.github.d365fo.connector.dequeue.TransferListener;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** The SDK, through its blocking API. */
final class SdkPeer implements Peer {
    private final URI address;
    private final ConnectorClient client;

    SdkPeer(URI address) {
        this.address = address;
        this.client = ConnectorClient.builder()
                .environment(address)
                .tokenProvider(TokenProvider.ofStatic(TOKEN))
                .packageCheck(false) // the server's zeros are no package
                .build();
    }

    @Override
    public void enqueue(Path file) {
        client.job(ACTIVITY).enqueue(EnqueueRequest.of(Payload.ofFile(file)));
    }

    @Override
    public void download(long size, Path target) {
        DequeueResult message =
                DequeueResult.fromJson("{\"CorrelationId\":\"c\",\"PopReceipt\":\"p\",\"DownloadLocation\":\"" + address
                        + "/api/connector/download/0?size=" + size + "\",\"IsDownLoadFileExist\":true}");
        client.job(ACTIVITY).download(message, target, ExistingTarget.REPLACE, TransferListener.none());
    }

    @Override
    public void store(Path file) {
        client.dataManagement()
                .newImport(Payload.ofFile(file), ImportRequest.of("benchmark"))
                .await(Duration.ofHours(1));
    }

    @Override
    public void fetch(long size, Path target) {
        client.dataManagement()
                .downloadPackage(ExecutionId.of("benchmark"), target, ExistingTarget.REPLACE, Duration.ofHours(1));
    }

    @Override
    public void close() {
        client.close();
    }
}
