package io.github.d365fo.benchmarks.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A long line to a server: each connection gets so many bytes a second and no more, and a byte takes half a round trip
 * each way. In a process of its own, since it is no part of the client.
 *
 * <p>It prints its port, and ends when its standard input does.
 */
public final class Relay {
    private Relay() {}

    /** Takes the port of the server, the MB/s of a connection in each direction, and the milliseconds of a round trip. */
    public static void main(String[] arguments) throws IOException {
        int target = Integer.parseInt(arguments[0]);
        double bytesPerNano = Double.parseDouble(arguments[1]) / 1e3;
        long oneWay = TimeUnit.MICROSECONDS.toNanos((long) (Double.parseDouble(arguments[2]) * 500));
        ExecutorService threads = Executors.newCachedThreadPool(Relay::daemon);
        try (ServerSocket server = new ServerSocket(0, 128, InetAddress.getLoopbackAddress())) {
            threads.execute(() -> accept(server, target, new Line(bytesPerNano, oneWay), threads));
            System.out.println(server.getLocalPort());
            while (System.in.read() >= 0) {
                // Whoever started this process closes the stream.
            }
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "relay");
        thread.setDaemon(true);
        return thread;
    }

    private static void accept(ServerSocket server, int target, Line line, ExecutorService threads) {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Socket onward = new Socket();
                onward.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
                client.setTcpNoDelay(true);
                onward.setTcpNoDelay(true);
                line.connect(client, onward, threads);
            } catch (IOException e) {
                if (!server.isClosed()) {
                    System.err.println("relay: " + e);
                }
            }
        }
    }
}
