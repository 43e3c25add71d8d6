package io.github.d365fo.benchmarks.measured;

import io.github.d365fo.benchmarks.queue.Load;
import io.github.d365fo.benchmarks.queue.QueueClient;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Takes and acknowledges messages with any of the clients, which take turns in this one process so that the compiler
 * treats them alike. Reads lines with a client, how many at once and how many messages, and prints what they cost.
 */
public final class SmallCalls {
    private static final int WARM_UP = 10_000;

    private final URI address;
    private final Map<String, Load> warm = new HashMap<>();
    // Started beforehand, so that each thread that is counted is the client's.
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            QueueClient.AT_ONCE, QueueClient.AT_ONCE, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());

    private SmallCalls(URI address) {
        this.address = address;
        threads.prestartAllCoreThreads();
    }

    /** Takes the address; ends with the standard input. */
    public static void main(String[] arguments) throws Exception {
        SmallCalls calls = new SmallCalls(URI.create(arguments[0]));
        ServerQueue.reset(calls.address, 0, 0, Long.MAX_VALUE);
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.split(" ", -1);
            System.out.println(
                    "measured " + calls.measure(words[0], Integer.parseInt(words[1]), Integer.parseInt(words[2])));
        }
        System.exit(0);
    }

    private String measure(String client, int atOnce, int messages) throws Exception {
        Load load = warm.get(client);
        if (load == null) {
            load = QueueClient.of(client, address).messages();
            load.run(WARM_UP, Math.min(WARM_UP, QueueClient.AT_ONCE), threads);
            warm.put(client, load);
        }
        Meter meter = Meter.start();
        long[] taken = load.run(messages, atOnce, threads);
        String cost = meter.stop();
        Arrays.sort(taken);
        return cost + " " + taken[taken.length / 2] / 1e3 + " " + taken[(int) (taken.length * 0.99)] / 1e3;
    }
}
