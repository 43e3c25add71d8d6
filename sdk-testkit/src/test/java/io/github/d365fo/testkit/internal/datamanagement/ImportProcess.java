package io.github.d365fo.testkit.internal.datamanagement;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.ConnectorListener;
import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.datamanagement.ImportRequest;
import io.github.d365fo.connector.enqueue.Payload;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A process that imports a package, says what it asks for, and is killed before it is done. */
public final class ImportProcess {
    static final String PROJECT = "Groups";

    private ImportProcess() {}

    static ImportRequest request(ExecutionId execution) {
        return ImportRequest.of(PROJECT).company("usmf").executionId(execution);
    }

    /** Takes the environment, a token, the execution id, the package, and whether its upload never ends. */
    public static void main(String[] arguments) {
        ConnectorListener teller = new ConnectorListener() {
            @Override
            public void onRequest(Request event) {
                System.out.println(event.operation());
            }
        };
        Path file = Path.of(arguments[3]);
        Payload payload = Boolean.parseBoolean(arguments[4])
                ? Payload.ofStream(() -> new SequenceInputStream(open(file), new Endless()))
                : Payload.ofFile(file);
        try (ConnectorClient client = ConnectorClient.builder()
                .environment(arguments[0])
                .tokenProvider(TokenProvider.ofStatic(arguments[1]))
                .listener(teller)
                .build()) {
            client.dataManagement()
                    .newImport(payload, request(ExecutionId.of(arguments[2])))
                    .await(Duration.ofHours(1));
        }
    }

    private static InputStream open(Path file) {
        try {
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Keeps its reader waiting. */
    private static final class Endless extends InputStream {
        @Override
        public int read() throws IOException {
            System.out.println("UPLOADING");
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return -1;
        }
    }
}
