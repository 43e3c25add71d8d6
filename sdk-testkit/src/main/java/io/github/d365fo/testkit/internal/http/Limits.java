package io.github.d365fo.testkit.internal.http;

import java.time.Duration;

/**
 * The limits of a server.
 *
 * @param connections how many connections are open at once
 * @param head how many bytes a head may have
 * @param headTime how long a head, or a handshake, may take from its first byte on, in real time
 */
public record Limits(int connections, int head, Duration headTime) {
    /** The default number of open connections. */
    public static final int CONNECTIONS = 512;

    private static final int HEAD = 1 << 16;
    /** Longer than a busy machine needs for a few packets. */
    private static final Duration HEAD_TIME = Duration.ofMinutes(2);

    /** Returns the limits of a server with up to {@code connections} connections. */
    public static Limits of(int connections) {
        return new Limits(connections, HEAD, HEAD_TIME);
    }
}
