package io.github.d365fo.benchmarks.peers;

import java.net.URI;
import java.nio.file.Path;

/** One of the clients that are compared. What a client can't do, or is not compared in, is unsupported. */
public interface Peer extends AutoCloseable {
    /** The token of every call; as long as one of Entra ID. */
    String TOKEN = "x".repeat(1500);

    /** The recurring data job of every call. */
    String ACTIVITY = "6d31e09f-0249-459f-94f0-aad9c2c47b64";

    /** Returns the client of that name, for the server at {@code address}. */
    static Peer of(String name, URI address) {
        return switch (name) {
            case "sdk" -> new SdkPeer(address);
            case "by-hand" -> new ByHandPeer(address);
            case "okhttp" -> new OkHttpPeer(address);
            case "httpclient5" -> new ApachePeer(address);
            case "azure" -> new AzurePeer(address);
            case "stream", "stream, SHA-256", "stream, force", "stream, SHA-256, force" ->
                new StreamPeer(address, name);
            default -> throw new IllegalArgumentException("unknown client " + name);
        };
    }

    /** Enqueues a file. */
    default void enqueue(Path file) throws Exception {
        throw new UnsupportedOperationException();
    }

    /** Downloads a file of so many bytes from the environment. */
    default void download(long size, Path target) throws Exception {
        throw new UnsupportedOperationException();
    }

    /** Uploads a file to storage. */
    default void store(Path file) throws Exception {
        throw new UnsupportedOperationException();
    }

    /** Downloads a file of so many bytes from storage. */
    default void fetch(long size, Path target) throws Exception {
        throw new UnsupportedOperationException();
    }

    @Override
    default void close() {}
}
