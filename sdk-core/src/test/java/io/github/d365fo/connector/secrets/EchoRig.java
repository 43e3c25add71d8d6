package io.github.d365fo.connector.secrets;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.datamanagement.DataManagement;
import io.github.d365fo.connector.datamanagement.SignedUrl;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.retry.Backoff;
import io.github.d365fo.connector.retry.RetryPolicy;
import io.github.d365fo.connector.support.RecordingClock;
import io.github.d365fo.connector.support.ScriptedServer;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/** A client with secrets of every kind in use, and a server that throws them back as it is told. */
final class EchoRig implements AutoCloseable {
    final Sight sight;
    final Map<Secret, String> secrets = new EnumMap<>(Secret.class);
    final RecurringJob job;
    final DataManagement data;
    final DequeueResult message;
    final SignedUrl address;

    final EchoingCode code;

    private final ScriptedServer server;
    private final ConnectorClient client;
    private volatile Reply echo = Reply.text(500, "");
    private volatile boolean fromStorage;

    EchoRig(FaceUnderTest face, Sight sight, RandomGenerator random) throws IOException {
        this.sight = sight;
        for (Secret kind : Secret.values()) {
            secrets.put(kind, kind.make(random));
        }
        Secret token = random.nextBoolean() ? Secret.JSON_WEB_TOKEN : Secret.OPAQUE_TOKEN;
        secrets.remove(token == Secret.OPAQUE_TOKEN ? Secret.JSON_WEB_TOKEN : Secret.OPAQUE_TOKEN);
        code = new EchoingCode(secrets.get(token));
        server = new ScriptedServer(
                connection -> answer(connection.request().target()).answer(connection));
        client = ConnectorClient.builder()
                .environment(server.address())
                .tokenProvider(code)
                .proxy(code)
                .secret(secrets.get(Secret.PASSWORD))
                .clock(new RecordingClock())
                .responseTimeout(Duration.ofSeconds(20))
                .stallTimeout(Duration.ofSeconds(20))
                .listener(sight)
                .retryPolicy(RetryPolicy.builder()
                        .maxAttempts(2)
                        .backoff(Backoff.fixed(Duration.ofSeconds(1)))
                        .build())
                .build();
        job = face.job(client, "6d31e09f-0249-459f-94f0-aad9c2c47b64");
        data = face.dataManagement(client);
        message = message();
        address = address();
    }

    /** Lets the server answer with {@code reply}: everything, or what comes to the storage. */
    void echo(Reply reply, boolean onlyFromStorage) {
        echo = reply;
        fromStorage = onlyFromStorage;
    }

    @Override
    public void close() throws IOException {
        client.close();
        server.close();
    }

    private DequeueResult message() {
        echo(
                Reply.text(
                        200,
                        "{\"CorrelationId\":\"5acd8121-d4e1-4cf8-b31f-9713de3e3627\",\"PopReceipt\":\""
                                + secrets.get(Secret.POP_RECEIPT) + "\",\"DownloadLocation\":\"" + server.address()
                                + "/api/connector/download/%7Bx%7D?blob=1\",\"IsDownLoadFileExist\":true}"),
                false);
        return job.dequeue().orElseThrow();
    }

    private SignedUrl address() {
        echo(Reply.text(500, ""), true);
        return data.exportedPackageUrl(ExecutionId.of("e")).orElseThrow();
    }

    private Reply answer(String target) {
        if (!fromStorage || target.startsWith("/blob/")) {
            return echo;
        }
        String url = server.address() + "/blob/f.zip?sv=2019-02-02&sr=b&sig=" + secrets.get(Secret.SIGNATURE);
        if (target.endsWith("GetAzureWriteUrl")) {
            return value("{\\\"BlobId\\\":\\\"{B}\\\",\\\"BlobUrl\\\":\\\"" + url + "\\\"}");
        }
        return value(target.endsWith("GenerateImportTargetErrorKeysFile") ? "true" : url);
    }

    private static Reply value(String text) {
        return Reply.text(200, "{\"value\":\"" + text + "\"}");
    }
}
