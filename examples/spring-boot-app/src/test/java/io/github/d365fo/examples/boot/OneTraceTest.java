package io.github.d365fo.examples.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.spring.test.FakeConnector;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.FakeExportJob;
import io.github.d365fo.testkit.FakeImportJob;
import io.github.d365fo.testkit.RecordedRequest;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** A request to the application, the call it makes, and the requests that the environment gets are one trace. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "server.address=127.0.0.1",
            "spring.datasource.url=jdbc:h2:mem:traces",
            "d365fo.feeds.customers.auto-start=false",
            "d365fo.feeds.journals.auto-start=false"
        })
@FakeConnector
class OneTraceTest {
    private static final AttributeKey<String> MESSAGE_ID = AttributeKey.stringKey("messaging.message.id");
    private static final EnqueueRequest JOURNAL =
            EnqueueRequest.of(Payload.ofString("<Document/>")).entity("General journal");
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    static Path directory;

    @Autowired
    private FakeConnectorServer fake;

    @Autowired
    private FakeExportJob customers;

    @Autowired
    private InMemorySpanExporter spans;

    @Autowired
    private SdkTracerProvider tracing;

    @Autowired
    private Environment environment;

    /** What the application does for a request, and the id of the message that it was about. */
    private enum Work {
        ENQUEUE {
            @Override
            String on(RecurringJob exports, RecurringJob imports) {
                return imports.enqueue(JOURNAL).value();
            }
        },
        DEQUEUE {
            @Override
            String on(RecurringJob exports, RecurringJob imports) {
                return exports.dequeue().orElseThrow().correlationId();
            }
        },
        DOWNLOAD {
            @Override
            String on(RecurringJob exports, RecurringJob imports) {
                DequeueResult message = exports.dequeue().orElseThrow();
                exports.download(message, directory.resolve(message.correlationId()));
                return message.correlationId();
            }
        },
        MESSAGE_STATUS {
            @Override
            String on(RecurringJob exports, RecurringJob imports) {
                MessageId message = imports.enqueue(JOURNAL);
                imports.messageStatus(message);
                return message.value();
            }
        };

        abstract String on(RecurringJob exports, RecurringJob imports);
    }

    static Stream<Arguments> calls() {
        return Stream.of(FaceUnderTest.values())
                .flatMap(face -> Stream.of(Work.values()).map(work -> Arguments.of(face, work)));
    }

    @ParameterizedTest
    @MethodSource
    void calls(FaceUnderTest face, Work work) throws Exception {
        customers.publishTiny();
        int before = fake.requests().size();
        String trace = UUID.randomUUID().toString().replace("-", "");

        String message = get("/" + face + "/" + work, "00-" + trace + "-00f067aa0ba902b7-01");

        SpanData served = served(trace);
        List<SpanData> calls = below(served);
        assertThat(calls)
                .filteredOn(call -> call.getName().startsWith(work.name().toLowerCase(Locale.ROOT)))
                .singleElement()
                .satisfies(
                        call -> assertThat(call.getAttributes().get(MESSAGE_ID)).isEqualTo(message));
        List<RecordedRequest> received =
                fake.requests().subList(before, fake.requests().size());
        assertThat(calls.stream().flatMap(call -> below(call).stream()).map(OneTraceTest::method))
                .isEqualTo(received.stream()
                        .filter(request -> request.operation().isPresent()
                                && request.operation().get() != Operation.ACCESS_TOKEN)
                        .map(RecordedRequest::method)
                        .toList());
    }

    private String get(String path, String traceparent) throws IOException, InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + environment.getProperty("local.server.port") + path);
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(address)
                                .header("traceparent", traceparent)
                                .timeout(PATIENCE)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    /** Returns the span of the request to the application, which ends after its response. */
    private SpanData served(String trace) {
        return await().atMost(PATIENCE)
                .until(
                        () -> {
                            tracing.forceFlush().join(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                            return spans.getFinishedSpanItems().stream()
                                    .filter(span -> span.getKind() == SpanKind.SERVER
                                            && span.getTraceId().equals(trace))
                                    .findFirst()
                                    .orElse(null);
                        },
                        Objects::nonNull);
    }

    private List<SpanData> below(SpanData parent) {
        return spans.getFinishedSpanItems().stream()
                .filter(span -> span.getTraceId().equals(parent.getTraceId())
                        && span.getParentSpanId().equals(parent.getSpanId()))
                .toList();
    }

    private static String method(SpanData request) {
        return request.getAttributes().get(AttributeKey.stringKey("http.request.method"));
    }

    @TestConfiguration
    static class Traced {
        @Bean
        InMemorySpanExporter spans() {
            return InMemorySpanExporter.create();
        }

        @Bean
        Calls calls(ConnectorClient client, FakeExportJob customers, FakeImportJob journals) {
            return new Calls(client, customers, journals);
        }
    }

    /** Does the work of a request in the thread of the request. */
    @RestController
    static final class Calls {
        private final ConnectorClient client;
        private final FakeExportJob customers;
        private final FakeImportJob journals;

        Calls(ConnectorClient client, FakeExportJob customers, FakeImportJob journals) {
            this.client = client;
            this.customers = customers;
            this.journals = journals;
        }

        @GetMapping("/{face}/{work}")
        String call(@PathVariable("face") FaceUnderTest face, @PathVariable("work") Work work) {
            return work.on(
                    face.job(client, customers.activityId().value()),
                    face.job(client, journals.activityId().value()));
        }
    }
}
