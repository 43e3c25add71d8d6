package io.github.d365fo.testkit.internal.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.PayloadTooLargeException;
import io.github.d365fo.connector.status.JobStatus;
import io.github.d365fo.connector.status.MessageState;
import io.github.d365fo.testkit.EnqueuedFile;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.harness.PlainHttp;
import io.github.d365fo.testkit.internal.json.JsonFields;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Enqueued files and their states as another client sees them: over plain HTTP. */
class ImportQueueTest {
    private static final String STATUS =
            "/data/DataManagementDefinitionGroups/Microsoft.Dynamics.DataEntities.GetMessageStatus";

    private FakeConnectorServer server = FakeConnectorServer.start();
    private PlainHttp http = new PlainHttp(server);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void enqueueReadsBothSpellingsOfBlanks() throws Exception {
        HttpResponse<String> first =
                http.post("/api/connector/enqueue/" + imports() + "?entity=General%20journal", "x");
        http.post("/api/connector/enqueue/" + imports() + "?entity=General+journal&company", "x");
        assertThat(first.body()).matches("\"[0-9a-f-]{36}\"");
        assertThat(server.importJob().enqueued())
                .hasSize(2)
                .allSatisfy(file -> assertThat(file.entity()).contains("General journal"));
        assertThat(server.importJob().enqueued().get(1).company()).isEmpty();
    }

    @Test
    void anImportWalksThroughItsStatesWithTheClock() throws Exception {
        String id = enqueue("?entity=General%20journal", "<Document/>");
        assertThat(state(id)).contains("\"value\":\"Enqueued\"");
        assertThat(jobStatus(id)).contains("\"DataJobState\":0").contains("\"ExecutionDetail\":null");
        server.clock().advance(Duration.ofSeconds(60));
        assertThat(state(id)).contains("Preprocessing");
        server.clock().advance(Duration.ofSeconds(10));
        assertThat(state(id)).contains("\"Processing\"");
        assertThat(jobStatus(id)).contains("\"DataJobState\":4").contains("Fake project-2026-01-05T08:01:00-");
        server.clock().advance(Duration.ofSeconds(20));
        assertThat(state(id)).contains("\"Processed\"");
        JobStatus status = JobStatus.fromJson(jobStatus(id));
        assertThat(status.isSuccess()).isTrue();
        assertThat(status.entities()).hasSize(1);
    }

    @Test
    void aFileWithoutEntityFails() throws Exception {
        String file = enqueue("", "<Document/>");
        server.clock().advance(Duration.ofMinutes(2));
        assertThat(state(file)).contains("PreProcessingError");
    }

    @Test
    void aStateCanBeSet() throws Exception {
        MessageId id = MessageId.of(enqueue("?entity=x", "y"));
        for (MessageState state : MessageState.values()) {
            if (state == MessageState.UNKNOWN) {
                assertThatThrownBy(() -> server.importJob().forceState(id, state))
                        .isInstanceOf(IllegalArgumentException.class);
            } else {
                server.importJob().forceState(id, state);
                assertThat(MessageState.of(JsonFields.texts(state(id.value())).get("value")))
                        .isEqualTo(state);
                assertThat(JobStatus.fromJson(jobStatus(id.value())).isTerminal())
                        .isEqualTo(state.isTerminal());
            }
        }
        server.importJob().setState(id, "Pondering");
        assertThat(state(id.value())).contains("Pondering");
        assertThat(jobStatus(id.value())).contains("\"DataJobState\":\"Pondering\"");
        assertThatThrownBy(() -> server.importJob().setState(MessageId.verbatim("none"), "Processed"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("none");
    }

    @Test
    void statesCanBeNames() throws Exception {
        server.close();
        server = FakeConnectorServer.builder().stateNames(true).start();
        http = new PlainHttp(server);
        assertThat(jobStatus(enqueue("?entity=x", "y"))).contains("\"DataJobState\":\"Enqueued\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "{\"messageId\":\"unknown\"}", "{\"messageId\":{}}"})
    void aStatusOfNothingIsRefusedInTheInnerError(String body) throws Exception {
        HttpResponse<String> answer = http.post(STATUS, body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("innererror").contains("\"message\":\"An error has occurred.\"");
    }

    @Test
    void tooLargeAFileIsRefused() {
        server.close();
        server = FakeConnectorServer.builder().largestFile(1000).start();
        http = new PlainHttp(server);
        RecurringJob job = server.client().job(server.importJob().activityId());
        byte[] large = new byte[1001];
        assertThatThrownBy(() -> job.enqueue(EnqueueRequest.of(Payload.ofBytes(large))))
                .isInstanceOf(PayloadTooLargeException.class);
        assertThatThrownBy(
                        () -> job.enqueue(EnqueueRequest.of(Payload.ofStream(() -> new ByteArrayInputStream(large)))))
                .isInstanceOf(PayloadTooLargeException.class);
        assertThat(server.importJob().enqueued()).isEmpty();
        assertThatThrownBy(() -> FakeConnectorServer.builder().largestFile(-1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void largeFilesAreKeptOnDiskUntilTheServerIsClosed() throws IOException {
        byte[] large = new byte[3 << 20];
        Arrays.fill(large, (byte) 7);
        server.client()
                .job(server.importJob().activityId())
                .enqueue(EnqueueRequest.of(Payload.ofBytes(large)).entity("x"));
        EnqueuedFile file = server.importJob().enqueued().get(0);
        assertThat(file.size()).isEqualTo(large.length);
        assertThat(file.bytes()).isEqualTo(large);
        server.close();
        assertThatThrownBy(file::open).isInstanceOf(IOException.class);
        assertThatThrownBy(file::bytes).isInstanceOf(UncheckedIOException.class);
    }

    private String imports() {
        return server.importJob().activityId().value();
    }

    private String enqueue(String query, String body) throws Exception {
        return http.post("/api/connector/enqueue/" + imports() + query, body)
                .body()
                .replace("\"", "");
    }

    private String state(String id) throws Exception {
        return http.post(STATUS, "{\"messageId\":\"" + id + "\"}").body();
    }

    private String jobStatus(String id) throws Exception {
        return http.get("/api/connector/jobstatus/" + imports() + "?jobid=" + id)
                .body();
    }
}
