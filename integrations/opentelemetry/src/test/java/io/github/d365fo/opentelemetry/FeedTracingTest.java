package io.github.d365fo.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.feed.CommitMode;
import io.github.d365fo.feed.ExportFeed;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each handling is a span that is current in the handler and linked to the delivery of its message. */
@ExtendWith(CapturedLog.class)
@Timeout(120)
class FeedTracingTest {
    @RegisterExtension
    static final OpenTelemetryExtension TRACES = OpenTelemetryExtension.create();

    @TempDir
    Path directory;

    private FakeConnectorServer server;
    private ConnectorClient client;
    private ClientTracing tracing;

    @BeforeEach
    void start() {
        server = FakeConnectorServer.start();
        tracing = ClientTracing.of(TRACES.getOpenTelemetry());
        client = ConnectorClient.builder()
                .environment(server.environment())
                .tokenProvider(server.tokenProvider())
                .clock(server.clock())
                .listener(tracing)
                .build();
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private static List<SpanData> spans(String beginning) {
        return TRACES.getSpans().stream()
                .filter(span -> span.getName().startsWith(beginning))
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void aHandlingIsBelowNothingAndLinkedToItsDelivery(CommitMode mode) {
        server.exportJob().publishTiny();
        server.exportJob().publishTiny();
        boolean[] failed = {false};
        ExportFeed.builder(client.job(server.exportJob().activityId()))
                .spool(directory.resolve("spool"))
                .commit(mode)
                .attempts(2)
                .listener(FeedTracing.of(TRACES.getOpenTelemetry(), tracing))
                .clock(server.clock())
                .handler(export -> {
                    client.job(server.exportJob().activityId()).toString();
                    TRACES.getOpenTelemetry()
                            .getTracer("user")
                            .spanBuilder("inside")
                            .startSpan()
                            .end();
                    if (!failed[0]) {
                        failed[0] = true;
                        throw new IllegalStateException("not at first");
                    }
                })
                .build()
                .runUntilEmpty();
        assertThat(Span.current().getSpanContext().isValid()).isFalse();
        List<SpanData> handlings = spans("handle ");
        List<SpanData> inside = spans("inside");
        assertThat(handlings).hasSize(3).allSatisfy(handling -> {
            assertThat(handling.getKind()).isEqualTo(SpanKind.CONSUMER);
            assertThat(handling.getAttributes().get(Keys.OPERATION_TYPE)).isEqualTo("process");
            assertThat(handling.getAttributes().get(Keys.BODY_SIZE)).isPositive();
            assertThat(handling.getAttributes().get(Keys.LEASE_REMAINING)).isPositive();
            assertThat(handling.getLinks()).hasSize(1);
            SpanData delivery = spans("dequeue ").stream()
                    .filter(span -> span.getSpanId()
                            .equals(handling.getLinks().get(0).getSpanContext().getSpanId()))
                    .findFirst()
                    .orElseThrow();
            assertThat(delivery.getAttributes().get(Keys.MESSAGE_ID))
                    .isEqualTo(handling.getAttributes().get(Keys.MESSAGE_ID));
            assertThat(inside).anyMatch(span -> span.getParentSpanId().equals(handling.getSpanId()));
        });
        assertThat(handlings)
                .filteredOn(handling -> handling.getStatus().getStatusCode() == StatusCode.ERROR)
                .hasSize(1)
                .first()
                .satisfies(handling -> assertThat(handling.getAttributes().get(Keys.ERROR_TYPE))
                        .isEqualTo(IllegalStateException.class.getName()));
    }
}
