package io.github.d365fo.consumer;

import io.github.d365fo.auth.EntraTokenProvider;
import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.ConnectorClientBuilder;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.dequeue.DownloadStream;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.feed.ExportFeed;
import io.github.d365fo.feed.ExportHandler;
import io.github.d365fo.micrometer.ClientMetrics;
import io.github.d365fo.micrometer.FeedMetrics;
import io.github.d365fo.opentelemetry.ClientTracing;
import io.github.d365fo.opentelemetry.FeedTracing;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Uses the SDK as a stranger would: exported packages only. */
public final class RoundTrip {
    private final FakeConnectorServer server;
    private final MeterRegistry registry = new SimpleMeterRegistry();

    /** Works on {@code server}. */
    public RoundTrip(FakeConnectorServer server) {
        this.server = server;
    }

    /** Sends a text in and returns the state its import ends in. */
    public String send(String text) {
        try (ConnectorClient client = client()) {
            RecurringJob job = client.job(server.importJob().activityId());
            MessageId id = job.enqueue(EnqueueRequest.of(Payload.ofString(text)).entity("General journal"));
            return job.awaitProcessed(id, Duration.ofMinutes(10)).rawState();
        }
    }

    /** Fetches the next package and returns its bytes. */
    public byte[] fetch() throws IOException {
        try (ConnectorClient client = client()) {
            RecurringJob job = client.job(server.exportJob().activityId());
            DequeueResult message = job.dequeue().orElseThrow();
            try (DownloadStream stream = job.open(message)) {
                return stream.readAllBytes();
            } finally {
                job.acknowledge(message);
            }
        }
    }

    /** Takes over all packages with a feed that keeps them in {@code spool}, and returns how many there were. */
    public long drain(Path spool, ExportHandler handler) {
        ClientTracing traces = ClientTracing.of(OpenTelemetry.noop());
        try (ConnectorClient client =
                settings().listener(ClientMetrics.of(registry)).listener(traces).build()) {
            return ExportFeed.builder(client.job(server.exportJob().activityId()))
                    .spool(spool)
                    .listener(FeedMetrics.of(registry))
                    .listener(FeedTracing.of(OpenTelemetry.noop(), traces))
                    .handler(handler)
                    .clock(server.clock())
                    .build()
                    .runUntilEmpty()
                    .handled();
        }
    }

    /** Returns how many packages the metrics have counted. */
    public double handled() {
        return registry.get("d365fo.feed.handled").counter().count();
    }

    private ConnectorClient client() {
        return settings().build();
    }

    private ConnectorClientBuilder settings() {
        return ConnectorClient.builder()
                .environment(server.environment())
                .tokenProvider(EntraTokenProvider.builder()
                        .authority(server.environment())
                        .tenantId(server.tenantId())
                        .clientId(server.clientId())
                        .clientSecret(server.clientSecret())
                        .clock(server.clock())
                        .build())
                .clock(server.clock());
    }
}
