package io.github.d365fo.testkit.internal.http;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The open connections, up to a limit. At the limit, the next connection waits until another one ends; meanwhile every
 * connection is closed after its answer, and idle ones are closed. The same happens when the system can't accept
 * another one. Thread-safe.
 */
final class OpenConnections {
    private static final long BREATH_MILLIS = 20;

    private final int most;
    private final CountDownLatch closing;
    private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean waiting;

    OpenConnections(int most, CountDownLatch closing) {
        this.most = most;
        this.closing = closing;
    }

    boolean isWaiting() {
        return waiting;
    }

    /** Waits for a place and takes it; false if the server closes first. */
    synchronized boolean admit(HttpConnection connection) {
        while (connections.size() >= most && !isClosing()) {
            if (!waiting) {
                Log.SERVER.log(
                        System.Logger.Level.WARNING, "all " + most + " connections are in use; the next one waits");
            }
            waiting = true;
            Optional<HttpConnection> idle =
                    connections.stream().filter(HttpConnection::makeRoom).findFirst();
            idle.ifPresentOrElse(connections::remove, this::waitBriefly);
        }
        waiting = false;
        connections.add(connection);
        return !isClosing();
    }

    /** Closes all idle connections, since the system has no descriptor or no thread for another one. */
    void closeIdle() {
        waiting = true;
        connections.removeIf(HttpConnection::makeRoom);
    }

    /** Returns whether a request is being answered. */
    boolean anyBusy() {
        return connections.stream().anyMatch(HttpConnection::isBusy);
    }

    void leave(HttpConnection connection) {
        connections.remove(connection);
    }

    void abort() {
        connections.forEach(HttpConnection::abort);
    }

    boolean isClosing() {
        return closing.getCount() == 0;
    }

    /** Waits a moment, since the shortage may pass. */
    void waitBriefly() {
        try {
            closing.await(BREATH_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
