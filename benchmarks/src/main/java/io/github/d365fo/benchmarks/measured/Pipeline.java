package io.github.d365fo.benchmarks.measured;

import io.github.d365fo.benchmarks.queue.PackageClient;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Empties a queue with any of the clients, which take turns in this one process. Reads lines with how many at once, how
 * many messages and the client, and prints what it cost.
 */
public final class Pipeline {
    private static final int WARM_UP = 1_000;
    private static final int WARM_UP_AT_ONCE = 16;

    private final URI address;
    private final long size;
    private final long delay;
    private final Path directory;
    private final Map<String, PackageClient> warm = new HashMap<>();

    private Pipeline(URI address, long size, long delay, Path directory) {
        this.address = address;
        this.size = size;
        this.delay = delay;
        this.directory = directory;
    }

    /**
     * Takes the address, the bytes of a package, the milliseconds of an answer and a directory; ends with the standard
     * input.
     */
    public static void main(String[] arguments) throws Exception {
        Pipeline pipeline = new Pipeline(
                URI.create(arguments[0]),
                Long.parseLong(arguments[1]),
                Long.parseLong(arguments[2]),
                Path.of(arguments[3]));
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.split(" ", 3);
            System.out.println(
                    "measured " + pipeline.measure(words[2], Integer.parseInt(words[0]), Long.parseLong(words[1])));
        }
        System.exit(0);
    }

    private String measure(String name, int atOnce, long messages) throws Exception {
        PackageClient client = warm.get(name);
        if (client == null) {
            client = PackageClient.of(name, address);
            ServerQueue.reset(address, 0, size, WARM_UP);
            client.empty(WARM_UP_AT_ONCE, directory);
            warm.put(name, client);
        }
        ServerQueue.reset(address, delay, size, messages);
        Meter meter = Meter.start();
        long handled = client.empty(atOnce, directory);
        String cost = meter.stop();
        if (handled != messages) {
            throw new IllegalStateException("expected " + messages + " messages, but got " + handled);
        }
        return cost;
    }
}
