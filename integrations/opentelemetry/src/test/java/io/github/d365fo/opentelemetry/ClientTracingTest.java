package io.github.d365fo.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.datamanagement.ExportRequest;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.dequeue.DownloadStream;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.Fault;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each call is a span below the caller's, on both APIs, with a span for each of its requests below it. */
@ExtendWith(CapturedLog.class)
@Timeout(120)
class ClientTracingTest {
    @RegisterExtension
    static final OpenTelemetryExtension TRACES = OpenTelemetryExtension.create();

    @TempDir
    Path directory;

    private FakeConnectorServer server;
    private ConnectorClient client;

    @BeforeEach
    void start() {
        server = FakeConnectorServer.start();
        client = ConnectorClient.builder()
                .environment(server.environment())
                .tokenProvider(server.tokenProvider())
                .clock(server.clock())
                .listener(ClientTracing.of(TRACES.getOpenTelemetry()))
                .build();
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private RecurringJob exports(FaceUnderTest face) {
        return face.job(client, server.exportJob().activityId().value());
    }

    /** Returns the spans of {@code work}, in which a span of the user's is current, in the order of their beginnings. */
    private List<SpanData> spans(Runnable work) {
        Span user =
                TRACES.getOpenTelemetry().getTracer("test").spanBuilder("user").startSpan();
        try (Scope scope = user.makeCurrent()) {
            assertThat(scope).isNotNull();
            work.run();
        } finally {
            user.end();
        }
        List<SpanData> all = TRACES.getSpans();
        assertThat(all)
                .allMatch(span -> span.getTraceId().equals(user.getSpanContext().getTraceId()));
        return all.stream()
                .filter(span -> !span.getName().equals("user"))
                .sorted(java.util.Comparator.comparingLong(SpanData::getStartEpochNanos))
                .toList();
    }

    private static SpanData named(List<SpanData> spans, String name) {
        return spans.stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource
    void aRetriedCallIsASpanWithASpanForEachRequest(FaceUnderTest face) {
        server.exportJob().publishTiny();
        server.faults().on(Operation.DEQUEUE).inject(new Fault.Throttled(Fault.RetryAfter.seconds(3)));
        DequeueResult[] message = new DequeueResult[1];
        List<SpanData> spans = spans(() -> message[0] = exports(face).dequeue().orElseThrow());
        String job = server.exportJob().activityId().value();
        assertThat(spans).hasSize(3);
        SpanData call = named(spans, "dequeue " + job);
        assertThat(call.getKind()).isEqualTo(SpanKind.CLIENT);
        assertThat(call.getParentSpanId()).isNotEqualTo(SpanId.getInvalid());
        assertThat(call.getAttributes().get(Keys.SYSTEM)).isEqualTo("d365fo");
        assertThat(call.getAttributes().get(Keys.OPERATION_TYPE)).isEqualTo("receive");
        assertThat(call.getAttributes().get(Keys.DESTINATION)).isEqualTo(job);
        assertThat(call.getAttributes().get(Keys.MESSAGE_ID)).isEqualTo(message[0].correlationId());
        assertThat(call.getAttributes().get(Keys.ATTEMPTS)).isEqualTo(2);
        assertThat(call.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(call.getEvents())
                .extracting(EventData::getName)
                .containsExactly("token", "throttled", "retry", "waited");
        List<SpanData> requests = spans.stream()
                .filter(span -> span.getParentSpanId().equals(call.getSpanId()))
                .toList();
        assertThat(requests).hasSize(2).allSatisfy(request -> {
            assertThat(request.getName()).isEqualTo("GET /api/connector/dequeue/{activityId}");
            assertThat(request.getKind()).isEqualTo(SpanKind.CLIENT);
            assertThat(request.getAttributes().get(Keys.METHOD)).isEqualTo("GET");
            assertThat(request.getAttributes().get(Keys.SERVER_ADDRESS)).isEqualTo("127.0.0.1");
            assertThat(request.getAttributes().get(Keys.SERVER_PORT))
                    .isEqualTo(server.environment().getPort());
            assertThat(request.getStartEpochNanos()).isGreaterThanOrEqualTo(call.getStartEpochNanos());
            assertThat(request.getEndEpochNanos()).isLessThanOrEqualTo(call.getEndEpochNanos());
        });
        SpanData first = requests.get(0);
        assertThat(first.getAttributes().get(Keys.STATUS)).isEqualTo(429);
        assertThat(first.getAttributes().get(Keys.ERROR_TYPE)).isEqualTo("429");
        assertThat(first.getAttributes().get(Keys.RESEND_COUNT)).isNull();
        assertThat(first.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        SpanData second = requests.get(1);
        assertThat(second.getAttributes().get(Keys.STATUS)).isEqualTo(200);
        assertThat(second.getAttributes().get(Keys.RESEND_COUNT)).isEqualTo(1);
        assertThat(second.getAttributes().get(Keys.RESPONSE_SIZE)).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void aFailedCallSaysWhy(FaceUnderTest face) {
        server.faults().on(Operation.ENQUEUE).inject(new Fault.ResetAfterReading());
        RecurringJob imports = face.job(client, server.importJob().activityId().value());
        List<SpanData> spans = spans(() -> assertThatThrownBy(() -> imports.enqueue(
                        EnqueueRequest.of(Payload.ofString("<Document/>")).entity("General journal")))
                .isInstanceOf(ConnectorException.class));
        SpanData call = spans.get(0);
        assertThat(call.getKind()).isEqualTo(SpanKind.PRODUCER);
        assertThat(call.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(call.getAttributes().get(Keys.ERROR_TYPE)).isEqualTo("no_response");
        assertThat(call.getEvents()).extracting(EventData::getName).contains("exception", "transfer failed");
        SpanData request = named(spans, "POST /api/connector/enqueue/{activityId}");
        assertThat(request.getAttributes().get(Keys.ERROR_TYPE)).isEqualTo("no_response");
        assertThat(request.getAttributes().get(Keys.REQUEST_SIZE)).isEqualTo(11);
    }

    @ParameterizedTest
    @EnumSource
    void aStreamIsASpanUntilItIsClosed(FaceUnderTest face) {
        server.exportJob().publishTiny();
        DequeueResult message = exports(face).dequeue().orElseThrow();
        TRACES.clearSpans();
        List<SpanData> spans = spans(() -> {
            try (DownloadStream stream = exports(face).open(message)) {
                assertThat(TRACES.getSpans()).isEmpty();
                assertThat(stream.readAllBytes()).isNotEmpty();
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        SpanData request = named(spans, "GET /{download}");
        assertThat(request.getAttributes().get(Keys.RESPONSE_SIZE)).isPositive();
        assertThat(named(spans, "download").getSpanId()).isEqualTo(request.getParentSpanId());
    }

    @ParameterizedTest
    @EnumSource
    void aCallOfDataManagementNamesItsProjectAndExecution(FaceUnderTest face) {
        ExportRequest request = ExportRequest.of("No such project").executionId(ExecutionId.of("E-1"));
        List<SpanData> spans =
                spans(() -> assertThatThrownBy(() -> face.dataManagement(client).exportToPackage(request))
                        .isInstanceOf(ConnectorException.class));
        SpanData call = named(spans, "export_package");
        assertThat(call.getKind()).isEqualTo(SpanKind.INTERNAL);
        assertThat(call.getAttributes().get(Keys.DATA_PROJECT)).isEqualTo("No such project");
        assertThat(call.getAttributes().get(Keys.EXECUTION)).isEqualTo("E-1");
        assertThat(call.getAttributes().get(Keys.SYSTEM)).isNull();
        assertThat(call.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    }

    @ParameterizedTest
    @EnumSource
    void aCallWithoutATokenSaysSo(FaceUnderTest face) {
        server.faults().tokenOutage(Duration.ofHours(1));
        List<SpanData> spans =
                spans(() -> assertThatThrownBy(() -> exports(face).dequeue()).isInstanceOf(ConnectorException.class));
        assertThat(spans).hasSize(1);
        assertThat(spans.get(0).getAttributes().get(Keys.ERROR_TYPE)).isEqualTo("no_token");
        assertThat(spans.get(0).getEvents()).extracting(EventData::getName).contains("no token");
    }

    @ParameterizedTest
    @EnumSource
    void noSpanTellsASecret(FaceUnderTest face) {
        server.exportJob().publishTiny();
        DequeueResult message = exports(face).dequeue().orElseThrow();
        exports(face).download(message, directory.resolve("a.zip"));
        exports(face).acknowledge(message);
        assertThat(TRACES.getSpans().toString())
                .contains("acknowledge")
                .doesNotContain(
                        message.popReceipt(),
                        message.downloadLocation().orElseThrow().getRawPath());
    }
}
