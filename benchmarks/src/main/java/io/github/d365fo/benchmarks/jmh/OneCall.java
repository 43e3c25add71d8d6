package io.github.d365fo.benchmarks.jmh;

import io.github.d365fo.benchmarks.peers.Peer;
import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.dequeue.DequeueResult;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One <em>dequeue</em> of an empty queue, by one thread, with the SDK and by hand with the executor that it uses. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OneCall {
    private final URI address = URI.create(System.getProperty("address", ""));
    private final URI dequeue = address.resolve("/api/connector/dequeue/" + Peer.ACTIVITY);
    private final HttpClient byHand = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(Runnable::run)
            .build();
    private final ConnectorClient client = ConnectorClient.builder()
            .environment(address)
            .tokenProvider(TokenProvider.ofStatic(Peer.TOKEN))
            .build();
    private final RecurringJob job = client.job(Peer.ACTIVITY);

    /** Empties the server's queue. */
    @Setup
    public void emptyQueue() throws Exception {
        HttpRequest reset = HttpRequest.newBuilder(address.resolve("/bench/queue?messages=0"))
                .build();
        byHand.send(reset, HttpResponse.BodyHandlers.discarding());
    }

    /** Ends the client. */
    @TearDown
    public void close() {
        client.close();
    }

    /** With the SDK. */
    @Benchmark
    public Optional<DequeueResult> sdk() {
        return job.dequeue();
    }

    /** By hand. */
    @Benchmark
    public HttpResponse<byte[]> byHand() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(dequeue)
                .header("Authorization", "Bearer " + Peer.TOKEN)
                .build();
        return byHand.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }
}
