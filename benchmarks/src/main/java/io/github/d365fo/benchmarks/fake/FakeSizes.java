package io.github.d365fo.benchmarks.fake;

import io.github.d365fo.benchmarks.measured.Meter;
import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.dequeue.ExistingTarget;
import io.github.d365fo.connector.dequeue.TransferListener;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.testkit.FakeConnectorServer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/** Measures a file's way from the fake connector server to a client and back, both in this process. */
public final class FakeSizes {
    private static final int WARM_UP = 200;
    private static final TransferListener NO_LISTENER = TransferListener.none();

    private FakeSizes() {}

    /** Takes the bytes of the file and a directory, and prints what both ways cost. */
    public static void main(String[] arguments) throws IOException {
        long size = Long.parseLong(arguments[0]);
        Path directory = Files.createTempDirectory(Path.of(arguments[1]), "sizes");
        Path source = directory.resolve("source.bin");
        Path target = directory.resolve("target.zip");
        try (RandomAccessFile sparse = new RandomAccessFile(source.toFile(), "rw")) {
            sparse.setLength(size);
        }
        try (FakeConnectorServer server =
                        FakeConnectorServer.builder().largestFile(size).start();
                ConnectorClient client = ConnectorClient.builder()
                        .environment(server.environment())
                        .tokenProvider(server.tokenProvider())
                        .clock(server.clock())
                        .packageCheck(false) // a sparse file is no package
                        .build()) {
            RecurringJob exports = client.job(server.exportJob().activityId());
            RecurringJob imports = client.job(server.importJob().activityId());
            // So that the first file does not include the compiler's work.
            for (int i = 0; i < WARM_UP; i++) {
                server.exportJob().publish(new byte[1]);
                exports.download(exports.dequeue().orElseThrow(), target, ExistingTarget.REPLACE, NO_LISTENER);
                imports.enqueue(
                        EnqueueRequest.of(Payload.ofString("<Document/>")).entity("General journal"));
            }
            server.exportJob().publish(source);
            Meter meter = Meter.start();
            exports.download(exports.dequeue().orElseThrow(), target, ExistingTarget.REPLACE, NO_LISTENER);
            imports.enqueue(EnqueueRequest.of(Payload.ofFile(source)).entity("General journal"));
            System.out.println("measured " + meter.stop());
        } finally {
            Files.deleteIfExists(target);
            Files.delete(source);
            Files.delete(directory);
        }
    }
}
