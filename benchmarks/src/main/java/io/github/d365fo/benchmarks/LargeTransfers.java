package io.github.d365fo.benchmarks;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.dequeue.DownloadedFile;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.testkit.EnqueuedFile;
import io.github.d365fo.testkit.FakeConnectorServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;

/**
 * Moves a file of some GiB in each direction between a client and a fake server that share one small heap, and checks
 * that it came whole.
 */
public final class LargeTransfers {
    private static final long GIB = 1L << 30;

    private LargeTransfers() {}

    /** Takes the size in GiB. */
    public static void main(String[] arguments) throws IOException, GeneralSecurityException {
        long size = Long.parseLong(arguments[0]) * GIB;
        Path directory = Files.createTempDirectory("large-transfers");
        Path source = directory.resolve("source.bin");
        Path target = directory.resolve("target.zip");
        try (FakeConnectorServer server =
                FakeConnectorServer.builder().largestFile(size).start()) {
            create(source, size);
            String checksum = sha256(Files.newInputStream(source));
            say("heap " + Runtime.getRuntime().maxMemory() / (1 << 20) + " MiB, file " + size / GIB + " GiB");
            download(server, source, target, checksum);
            Files.delete(target);
            upload(server, source, checksum);
        } finally {
            Files.deleteIfExists(target);
            Files.deleteIfExists(source);
            Files.delete(directory);
        }
    }

    private static void download(FakeConnectorServer server, Path source, Path target, String checksum) {
        server.exportJob().publish(source);
        try (ConnectorClient client = ConnectorClient.builder()
                .environment(server.environment())
                .tokenProvider(server.tokenProvider())
                .clock(server.clock())
                .packageCheck(false) // a sparse file is no package
                .build()) {
            RecurringJob job = client.job(server.exportJob().activityId());
            DequeueResult message = job.dequeue().orElseThrow();
            long begun = System.nanoTime();
            DownloadedFile file = job.download(message, target);
            tell("download", file.size(), begun);
            require(file.sha256().equals(checksum), "the download is not what was published");
            job.acknowledge(message);
        }
    }

    private static void upload(FakeConnectorServer server, Path source, String checksum)
            throws IOException, GeneralSecurityException {
        RecurringJob job = server.client().job(server.importJob().activityId());
        long begun = System.nanoTime();
        MessageId id = job.enqueue(EnqueueRequest.of(Payload.ofFile(source)).entity("General journal"));
        EnqueuedFile file = server.importJob().enqueued().get(0);
        tell("upload", file.size(), begun);
        require(file.messageId().equals(id) && sha256(file.open()).equals(checksum), "the upload is not what was sent");
    }

    /** Creates a file that takes no place on a disk with sparse files, but for a mark in every MiB. */
    private static void create(Path file, long size) throws IOException {
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            for (long at = 0; at < size; at += 1 << 20) {
                sparse.seek(at);
                sparse.writeLong(at);
            }
            sparse.setLength(size);
        }
    }

    private static String sha256(InputStream bytes) throws IOException, GeneralSecurityException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (InputStream in = new DigestInputStream(bytes, digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void tell(String what, long size, long begun) {
        Duration elapsed = Duration.ofNanos(System.nanoTime() - begun);
        say(what + ": " + size + " bytes in " + elapsed.toMillis() + " ms, "
                + size / Math.max(1, elapsed.toMillis()) / 1000 + " MB/s");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
