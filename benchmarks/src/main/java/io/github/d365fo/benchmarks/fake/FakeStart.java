package io.github.d365fo.benchmarks.fake;

import com.sun.net.httpserver.HttpServer;
import io.github.d365fo.testkit.FakeConnectorServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;

/** Measures the start and the end of a server: the fake connector server, or the JDK's own HTTP server. */
public final class FakeStart {
    private static final int WARM_UP = 50;
    private static final int SERVERS = 100;
    private static final double MILLI = 1e6;

    private FakeStart() {}

    /** Takes the server, and prints the medians of its start and its end in milliseconds. */
    public static void main(String[] arguments) throws IOException {
        double[] starts = new double[SERVERS];
        double[] ends = new double[SERVERS];
        for (int i = -WARM_UP; i < SERVERS; i++) {
            long begun = System.nanoTime();
            Runnable close = start(arguments[0]);
            long started = System.nanoTime();
            close.run();
            if (i >= 0) {
                starts[i] = (started - begun) / MILLI;
                ends[i] = (System.nanoTime() - started) / MILLI;
            }
        }
        Arrays.sort(starts);
        Arrays.sort(ends);
        System.out.println("measured " + starts[SERVERS / 2] + " " + ends[SERVERS / 2]);
    }

    private static Runnable start(String server) throws IOException {
        if (server.equals("fake")) {
            return FakeConnectorServer.start()::close;
        }
        HttpServer plain = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        plain.start();
        return () -> plain.stop(0);
    }
}
