package io.github.d365fo.feed.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for a server that starts again on the same one.
 *
 * <p>Between two starts nobody holds the port. One that the system picked by itself may go to the next program that
 * asks for any; these come from below the range that the system picks from.
 */
public final class LastingPort {
    private static final int LOWEST = 10_000;
    private static final int MANY = 1_000;
    private static final int USUAL_START_OF_THE_SYSTEMS = 32_768;
    private static final Path SYSTEMS = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

    private LastingPort() {}

    /** Returns a port that is free now. */
    public static int find() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, Math.max(LOWEST + MANY, startOfTheSystems()));
            try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return probe.getLocalPort();
            } catch (BindException taken) {
                continue;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The file is read in one go, since the system answers only the first read. */
    private static int startOfTheSystems() {
        if (!Files.exists(SYSTEMS)) {
            return USUAL_START_OF_THE_SYSTEMS;
        }
        try (BufferedReader range = Files.newBufferedReader(SYSTEMS)) {
            return Integer.parseInt(range.readLine().split("\\s+")[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
