package io.github.d365fo.testkit.internal.http;

import java.net.InetAddress;

/**
 * A port that a server listens on.
 *
 * @param address the address of this machine to bind
 * @param port the port, or 0 for any that is free
 * @param speech what it understands
 */
public record Door(InetAddress address, int port, Speech speech) {
    /** What a port understands. */
    public enum Speech {
        PLAIN,
        TLS,
        /** Whichever of the two a connection begins with. */
        BOTH;

        /** Returns whether a connection can be encrypted. */
        public boolean encrypts() {
            return this != PLAIN;
        }
    }

    /** Returns a door to this machine alone. */
    public static Door onLoopback(int port, Speech speech) {
        return new Door(InetAddress.getLoopbackAddress(), port, speech);
    }
}
