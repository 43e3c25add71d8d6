package io.github.d365fo.examples;

import io.github.d365fo.connector.CallInfo;
import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.ConnectorClientBuilder;
import io.github.d365fo.connector.ConnectorListener;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.feed.ExportFeed;
import io.github.d365fo.feed.ExportFeedBuilder;
import io.github.d365fo.feed.ExportHandler;
import io.github.d365fo.feed.FeedReport;
import io.github.d365fo.micrometer.ClientMetrics;
import io.github.d365fo.micrometer.FeedMetrics;
import io.github.d365fo.opentelemetry.ClientTracing;
import io.github.d365fo.opentelemetry.FeedTracing;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.Fault;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.exporter.logging.LoggingSpanExporter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** A client and a feed that can be watched: by metrics, by traces and by a listener of one's own. */
public final class ObservedFeed {
    private final MeterRegistry registry;
    private final OpenTelemetry telemetry;
    private final PrintStream out;

    /** Keeps meters in {@code registry}, makes spans of {@code telemetry} and prints slow calls to {@code out}. */
    public ObservedFeed(MeterRegistry registry, OpenTelemetry telemetry, PrintStream out) {
        this.registry = registry;
        this.telemetry = telemetry;
        this.out = out;
    }

    // tag::listener[]
    /** Prints calls that took long, and how much of that they waited. */
    private final class SlowCalls implements ConnectorListener {
        @Override
        public ConnectorListener onCallStarted(CallInfo call) {
            return new SlowCall(); // its fields are the context of this call
        }

        private final class SlowCall implements ConnectorListener {
            private Duration waited = Duration.ZERO;

            @Override
            public void onWaitEnded(WaitEnded event) {
                waited = waited.plus(event.started().duration().orElse(event.elapsed()));
            }

            @Override
            public void onCallEnded(CallEnded event) {
                if (event.elapsed().plus(waited).toSeconds() >= 60) {
                    out.println(event.call().operation() + " took " + event.attempts() + " attempts and waited "
                            + waited.toSeconds() + " s");
                }
            }
        }
    }
    // end::listener[]

    /** Empties the export job {@code activityId} into {@code handler}. */
    public FeedReport run(
            ConnectorClientBuilder settings, String activityId, Path spool, Clock clock, ExportHandler handler) {
        // tag::client[]
        ClientTracing traces = ClientTracing.of(telemetry);
        ConnectorClient client = settings.listener(ClientMetrics.of(registry))
                .listener(traces)
                .listener(new SlowCalls())
                .build();
        // end::client[]
        try (client) {
            ExportFeedBuilder exports = ExportFeed.builder(client.job(activityId))
                    .spool(spool)
                    .clock(clock)
                    .handler(handler);
            // tag::feed[]
            FeedMetrics metrics = FeedMetrics.of(registry);
            ExportFeed feed = exports.listener(metrics)
                    .listener(FeedTracing.of(telemetry, traces))
                    .build();
            metrics.watch(activityId, feed::health);
            // end::feed[]
            return feed.runUntilEmpty();
        }
    }

    /** Lets two packages pass, of which one is throttled and one fails once, and prints metrics and spans. */
    public static void main(String[] arguments) throws IOException {
        show(LoggingSpanExporter.create(), System.out);
    }

    static void show(SpanExporter exporter, PrintStream out) throws IOException {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        SdkTracerProvider tracers = SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                .build();
        Path spool = Files.createTempDirectory("observed");
        try (FakeConnectorServer server = FakeConnectorServer.start();
                OpenTelemetrySdk telemetry =
                        OpenTelemetrySdk.builder().setTracerProvider(tracers).build()) {
            server.exportJob().publishTiny();
            server.exportJob().publishTiny();
            server.faults().on(Operation.DEQUEUE).inject(new Fault.Throttled(Fault.RetryAfter.seconds(90)));
            boolean[] failed = {false};
            new ObservedFeed(registry, telemetry, out)
                    .run(
                            ConnectorClient.builder()
                                    .environment(server.environment())
                                    .tokenProvider(server.tokenProvider())
                                    .clock(server.clock()),
                            server.exportJob().activityId().value(),
                            spool,
                            server.clock(),
                            export -> {
                                if (!failed[0]) {
                                    failed[0] = true;
                                    throw new IllegalStateException("the database is away");
                                }
                            });
        }
        registry.scrape()
                .lines()
                .filter(line -> line.matches("d365fo_(client_calls|feed_handl).*(count|total).*"))
                .forEach(out::println);
    }
}
