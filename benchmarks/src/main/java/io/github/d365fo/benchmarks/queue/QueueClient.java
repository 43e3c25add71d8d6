package io.github.d365fo.benchmarks.queue;

import io.github.d365fo.benchmarks.peers.Peer;
import java.net.URI;
import java.time.Duration;

/** A client that takes messages from the queue of a recurring data job. */
public interface QueueClient extends AutoCloseable {
    /** As many calls at once as F&O accepts from one client. */
    int AT_ONCE = 52;

    /** How long a call may take; what the SDK allows by default. */
    Duration TIMEOUT = Duration.ofSeconds(100);

    /** The path that takes a message. */
    String DEQUEUE = "/api/connector/dequeue/" + Peer.ACTIVITY;

    /** The path that acknowledges one. */
    String ACKNOWLEDGE = "/api/connector/ack/" + Peer.ACTIVITY;

    /** The header of every call. */
    String AUTHORIZATION = "Bearer " + Peer.TOKEN;

    /** Returns the client of that name, for the server at {@code address}. */
    static QueueClient of(String name, URI address) {
        return switch (name) {
            case "sdk" -> new SdkQueue(address, false);
            case "sdk-async" -> new SdkQueue(address, true);
            case "twin" -> ByHandQueue.likeTheSdk(address);
            case "by-hand" -> ByHandQueue.withDefaults(address);
            case "by-hand-async" -> ByHandQueue.async(address);
            case "okhttp" -> new OkHttpQueue(address);
            case "httpclient5" -> new ApacheQueue(address);
            default -> throw new IllegalArgumentException("unknown client " + name);
        };
    }

    /** Returns the load of two calls: take a message, and acknowledge it. */
    Load messages();

    @Override
    void close();

    /** Fails unless a response has the expected status. */
    static void require(int status, int expected) {
        if (status != expected) {
            throw new IllegalStateException("expected " + expected + ", but got " + status);
        }
    }
}
