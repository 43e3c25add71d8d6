package io.github.d365fo.testkit.large;

import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.dequeue.DownloadStream;
import io.github.d365fo.testkit.FakeConnectorServer;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Exports a package of 5 GiB, or as many bytes as the first argument says, from the fake to the client in one JVM. It
 * is meant to be run with {@code -Xmx64m}, which is what it shows to be enough.
 */
public final class LargeExport {
    private static final long FIVE_GIB = 5L << 30;

    private LargeExport() {}

    /** Runs the export and says how much memory it took; fails if a byte is missing. */
    public static void main(String[] arguments) throws IOException {
        long size = arguments.length == 0 ? FIVE_GIB : Long.parseLong(arguments[0]);
        long start = System.nanoTime();
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            server.exportJob().publishGiant(size);
            RecurringJob exports = server.client().job(server.exportJob().activityId());
            DequeueResult message = exports.dequeue().orElseThrow();
            long read;
            try (DownloadStream stream = exports.open(message)) {
                read = stream.transferTo(OutputStream.nullOutputStream());
            }
            exports.acknowledge(message);
            server.verify()
                    .nothingUnacknowledged()
                    .noUnreadMessageAcknowledged()
                    .noBodyLeftOpen();
            if (read <= size) {
                throw new AssertionError("expected more than " + size + " bytes, but got " + read);
            }
            System.out.printf(
                    "%,d bytes in %,d ms with a heap of %,d MiB at most%n",
                    read,
                    (System.nanoTime() - start) / 1_000_000,
                    Runtime.getRuntime().maxMemory() >> 20);
        }
    }
}
