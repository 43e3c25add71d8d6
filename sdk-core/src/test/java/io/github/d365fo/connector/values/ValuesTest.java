package io.github.d365fo.connector.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.ConnectorClientBuilder;
import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.auth.AccessToken;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.auth.TokenRequest;
import io.github.d365fo.connector.dequeue.AckRequest;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.dequeue.DownloadedFile;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.Attempt;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.Failure;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.error.ServiceException;
import io.github.d365fo.connector.error.ServiceReply;
import io.github.d365fo.connector.retry.Backoff;
import io.github.d365fo.connector.retry.RetryPolicy;
import io.github.d365fo.connector.status.EntityStatus;
import io.github.d365fo.connector.status.JobStatus;
import io.github.d365fo.connector.status.MessageState;
import io.github.d365fo.connector.status.MessageStatus;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
    private static final String GUID = "6d31e09f-0249-459f-94f0-aad9c2c47b64";
    private static final Instant NOW = Instant.parse("2026-03-01T03:00:00Z");

    @ParameterizedTest
    @ValueSource(
            strings = {
                GUID,
                "{6D31E09F-0249-459F-94F0-AAD9C2C47B64}",
                "%7B6d31e09f-0249-459f-94f0-aad9c2c47b64%7D",
                "%7b6d31e09f-0249-459f-94f0-aad9c2c47b64%7d",
                " 6D31E09F-0249-459F-94F0-AAD9C2C47B64 "
            })
    void anActivityIdIsReadInEverySpelling(String text) {
        assertThat(ActivityId.of(text))
                .isEqualTo(ActivityId.of(UUID.fromString(GUID)))
                .hasSameHashCodeAs(ActivityId.of(GUID))
                .hasToString(GUID)
                .isNotEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "journal", "{" + GUID, GUID + "0", "6d31e09f02490459f094f00aad9c2c47b64"})
    void whatIsNoActivityIdIsRefused(String text) {
        assertThatThrownBy(() -> ActivityId.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("activityId")
                .hasMessageContaining(text.length() + " characters");
    }

    @Test
    void otherIdsAreKeptAsTheyAre() {
        assertThat(MessageId.verbatim("\"F0BC\""))
                .isEqualTo(MessageId.verbatim(" f0bc "))
                .hasToString("F0BC");
        assertThat(MessageId.verbatim("f0bc"))
                .hasSameHashCodeAs(MessageId.verbatim("F0BC"))
                .isNotEqualTo("f0bc");
        assertThat(ExecutionId.of("XX-2016-08-27T20:58:15-3")).hasToString("XX-2016-08-27T20:58:15-3");
        assertThat(ExecutionId.of("a")).isEqualTo(ExecutionId.of("A")).hasSameHashCodeAs(ExecutionId.of("A"));
        assertThat(ExecutionId.of("a")).isNotEqualTo(MessageId.verbatim("a"));
        assertThatThrownBy(() -> MessageId.verbatim("\" \"")).hasMessageContaining("messageId");
        assertThatThrownBy(() -> ExecutionId.of("")).hasMessageContaining("executionId");
    }

    @Test
    void whatStartsAnImportOrAnExportIsNotRepeatable() {
        Set<Operation> once = EnumSet.of(
                Operation.ENQUEUE, Operation.IMPORT_PACKAGE, Operation.IMPORT_DMT_PACKAGE, Operation.EXPORT_PACKAGE);
        for (Operation operation : Operation.values()) {
            assertThat(operation.isRepeatable()).isEqualTo(!once.contains(operation));
        }
        assertThat(Operation.ACKNOWLEDGE.isRead()).isFalse();
        assertThat(Operation.DEQUEUE.isRead()).isTrue();
    }

    @Test
    void anEnqueueRequestIsCopiedAndChecked() {
        EnqueueRequest plain = EnqueueRequest.of(Payload.ofString("x"));
        EnqueueRequest full = plain.entity(" General journal ")
                .company("usmf")
                .externalId("b-1")
                .contentType("text/xml");
        assertThat(plain.entity()).isEmpty();
        assertThat(full.entity()).contains("General journal");
        assertThat(full.toString()).contains("usmf", "b-1", "text/xml", "1 bytes");
        assertThatThrownBy(() -> plain.entity("")).hasMessageContaining("entity");
        assertThatThrownBy(() -> plain.company("a\nb")).hasMessageContaining("company");
        assertThatThrownBy(() -> plain.externalId("Müller")).hasMessageContaining("externalId");
        assertThatThrownBy(() -> plain.externalId(" ")).hasMessageContaining("externalId");
        assertThatThrownBy(() -> plain.contentType("a\rb")).hasMessageContaining("contentType");
    }

    @Test
    void aPayloadKnowsWhetherItCanBeHadAgain() throws IOException {
        assertThat(Payload.ofBytes(new byte[2]).isRepeatable()).isTrue();
        Payload once = Payload.ofSingleUse(new ByteArrayInputStream(new byte[1]));
        assertThat(once.isRepeatable()).isFalse();
        once.open().close();
        assertThatThrownBy(once::open).hasMessageContaining("already read");
        InputStream same = new ByteArrayInputStream(new byte[1]);
        Payload careless = Payload.ofStream(() -> same, 1);
        assertThat(careless.open().length()).hasValue(1);
        assertThatThrownBy(careless::open).hasMessageContaining("same stream twice");
        assertThatThrownBy(() -> Payload.ofStream(() -> null).open()).hasMessageContaining("null");
        assertThatThrownBy(() -> Payload.ofStream(() -> same, -1)).hasMessageContaining("length");
        assertThat(careless).hasToString("Payload[stream of 1 bytes]");
        assertThat(Payload.ofStream(() -> same)).hasToString("Payload[stream of unknown length]");
        assertThat(Payload.ofFile(Path.of("a", "b.xml"))).hasToString("Payload[file b.xml]");
    }

    @Test
    void aMessageKeepsItsWordsAndHidesItsReceipt() {
        String json = "{\"correlationid\":\"c-1\",\"PopReceipt\":\"s3cret\",\"DownloadLocation\":"
                + "\"http://host:80/a/{b}?x=1 2\",\"LastDequeueDateTime\":\"2026-03-01T02:00:00\",\"New\":{\"a\":[1]}}";
        DequeueResult message = DequeueResult.fromJson(json, NOW);
        assertThat(message.correlationId()).isEqualTo("c-1");
        assertThat(message.downloadLocation()).contains(URI.create("http://host:80/a/%7Bb%7D?x=1%202"));
        assertThat(message.fileExists()).isTrue();
        assertThat(message.isRedelivery()).isTrue();
        assertThat(message.lastDequeuedAt()).contains(Instant.parse("2026-03-01T02:00:00Z"));
        assertThat(message.leaseExpiresAt()).isEqualTo(NOW.plus(Duration.ofMinutes(30)));
        assertThat(message.dequeuedAt()).isEqualTo(NOW);
        assertThat(message.errorMessage()).isEmpty();
        assertThat(message.toJson()).isEqualTo(json);
        assertThat(AckRequest.of(message).toJson()).isEqualTo(json);
        assertThat(message.toString() + AckRequest.of(message)).doesNotContain("s3cret", "host");
        assertThat(message)
                .isEqualTo(DequeueResult.fromJson(json, NOW))
                .hasSameHashCodeAs(DequeueResult.fromJson(json, NOW))
                .isNotEqualTo(DequeueResult.fromJson(json));
        assertThat(AckRequest.of(message)).isEqualTo(AckRequest.of(message)).hasSameHashCodeAs(AckRequest.of(message));
    }

    @Test
    void aMessageWithoutFileIsRead() {
        DequeueResult message = DequeueResult.fromJson("{\"CorrelationId\":\"c\",\"PopReceipt\":\"p\","
                + "\"DownloadLocation\":\"\",\"IsDownLoadFileExist\":\"True\",\"FileDownLoadErrorMessage\":\"why\","
                + "\"LastDequeueDateTime\":\"0001-01-01T00:00:00\"}");
        assertThat(message.fileExists()).isFalse();
        assertThat(message.errorMessage()).contains("why");
        assertThat(message.isRedelivery()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{} {}",
                "{\"CorrelationId\":\"c\"}",
                "{\"CorrelationId\":null,\"PopReceipt\":\"p\"}",
                "{\"CorrelationId\":[],\"PopReceipt\":\"p\"}",
                "{\"CorrelationId\":\"..\",\"PopReceipt\":\"p\"}",
                "{\"CorrelationId\":\"../../etc/cron.d/x\",\"PopReceipt\":\"p\"}",
                "{\"CorrelationId\":\"..\\\\x\",\"PopReceipt\":\"p\"}",
                "{\"CorrelationId\":\"x\\u0000\",\"PopReceipt\":\"p\"}",
                "{\"CorrelationId\":\"c\",\"PopReceipt\":\"p\",\"IsDownLoadFileExist\":\"maybe\"}",
                "{\"CorrelationId\":\"c\",\"PopReceipt\":\"p\",\"DownloadLocation\":\"nowhere\"}",
                "{\"CorrelationId\":\"c\",\"PopReceipt\":\"p\",\"DownloadLocation\":\"http://[\"}"
            })
    void whatIsNoMessageIsRefused(String json) {
        assertThatThrownBy(() -> DequeueResult.fromJson(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected");
    }

    @Test
    void anAcknowledgementNeedsItsFields() {
        URI location = URI.create("https://host/a");
        assertThat(AckRequest.of("c\"1", "p", location).toJson())
                .isEqualTo(
                        "{\"CorrelationId\":\"c\\\"1\",\"PopReceipt\":\"p\",\"DownloadLocation\":\"https://host/a\"}");
        assertThat(AckRequest.of("c", "p", location).correlationId()).isEqualTo("c");
        assertThatThrownBy(() -> AckRequest.of(" ", "p", location)).hasMessageContaining("correlationId");
        assertThatThrownBy(() -> AckRequest.of("c", "", location)).hasMessageContaining("popReceipt");
    }

    @ParameterizedTest
    @CsvSource({
        "Enqueued,ENQUEUED",
        "0,ENQUEUED",
        "1,DEQUEUED",
        "2,DOWNLOADED",
        "3,ACKED",
        "InProcess,PROCESSING",
        "4,PROCESSING",
        "PROCESSING,PROCESSING",
        "PreProcessing,PREPROCESSING",
        "processed,PROCESSED",
        "5,PROCESSED",
        "ProcessedWithErrors,PROCESSED_WITH_ERRORS",
        "6,PROCESSED_WITH_ERRORS",
        "PostProcessError,POSTPROCESSING_FAILED",
        "PostProcessingError,POSTPROCESSING_FAILED",
        "PostProcessingFailed,POSTPROCESSING_FAILED",
        "7,POSTPROCESSING_FAILED",
        "PreProcessError,PREPROCESSING_ERROR",
        "PreProcessingError,PREPROCESSING_ERROR",
        "8,PREPROCESSING_ERROR",
        "9,UNKNOWN",
        "Pondering,UNKNOWN"
    })
    void statesAreReadInEverySpelling(String raw, MessageState state) {
        MessageStatus status = MessageStatus.of(raw);
        assertThat(status.state()).isEqualTo(state);
        assertThat(status.rawState()).isEqualTo(raw);
        assertThat(status.isSuccess()).isEqualTo(state == MessageState.PROCESSED);
        assertThat(status.isTerminal()).isEqualTo(state.isTerminal());
        assertThat(status)
                .isEqualTo(MessageStatus.of(raw))
                .hasSameHashCodeAs(MessageStatus.of(raw))
                .isNotEqualTo(raw);
        assertThat(status.toString()).contains(raw);
    }

    @Test
    void aJobStatusIsReadWithNumbersAndNames() {
        JobStatus status = JobStatus.fromJson("{\"DataJobStatus\":{\"DataProject\":\"XX\",\"DataJobIdentifier\":\"m\","
                + "\"ExternalIdentifier\":\"XX.xlsx\",\"ExecutionIdentifier\":\"XXImport-1\","
                + "\"DataJobStartedDateTime\":\"2016-08-27T20:58:15\",\"DataJobCompletedDateTime\":"
                + "\"2016-08-27T20:59:15Z\",\"DataJobState\":6},\"ExecutionLog\":\"log\",\"ExecutionDetail\":"
                + "[{\"EntityName\":\"Customers\",\"Company\":\"usmf\",\"StagingRecords\":3,\"StagingStatus\":4,"
                + "\"TargetRecords\":\"2\",\"TargetStatus\":\"Error\",\"TargetErrorCount\":1}]}");
        assertThat(status.state()).isEqualTo(MessageState.PROCESSED_WITH_ERRORS);
        assertThat(status.rawState()).isEqualTo("6");
        assertThat(status.isTerminal()).isTrue();
        assertThat(status.isSuccess()).isFalse();
        assertThat(status.dataProject()).contains("XX");
        assertThat(status.externalId()).contains("XX.xlsx");
        assertThat(status.executionId()).contains(ExecutionId.of("XXImport-1"));
        assertThat(status.startedAt()).contains(Instant.parse("2016-08-27T20:58:15Z"));
        assertThat(status.completedAt()).contains(Instant.parse("2016-08-27T20:59:15Z"));
        assertThat(status.executionLog()).contains("log");
        EntityStatus entity = status.entities().get(0);
        assertThat(entity.entity()).isEqualTo("Customers");
        assertThat(entity.stagingStatus()).contains("Finished");
        assertThat(entity.targetStatus()).contains("Error");
        assertThat(entity.targetRecords()).isEqualTo(2);
        assertThat(entity.targetErrorCount()).isOne();
        assertThat(status.toString()).contains("PROCESSED_WITH_ERRORS");
    }

    @Test
    void aJobStatusMayLackAlmostEverything() {
        JobStatus status = JobStatus.fromJson("{\"DataJobState\":\"Enqueued\",\"ExecutionIdentifier\":"
                + "\"00000000-0000-0000-0000-000000000000\",\"DataJobStartedDateTime\":\"1900-01-01T00:00:00\","
                + "\"DataJobCompletedDateTime\":\"soon\"}");
        assertThat(status.state()).isEqualTo(MessageState.ENQUEUED);
        assertThat(status.executionId()).isEmpty();
        assertThat(status.startedAt()).isEmpty();
        assertThat(status.completedAt()).isEmpty();
        assertThat(status.entities()).isEmpty();
        for (String wrong : new String[] {"{}", "{\"DataJobStatus\":7}", "{\"DataJobState\":{}}", "[]"}) {
            assertThatThrownBy(() -> JobStatus.fromJson(wrong)).hasMessageContaining("job status: expected");
        }
    }

    @Test
    void aJobStatusKeepsItsStateWhateverElseCanNotBeRead() {
        for (String other : new String[] {
            "\"ExecutionDetail\":{}",
            "\"ExecutionDetail\":[true]",
            "\"ExecutionDetail\":[{\"StagingRecords\":\"many\"}]",
            "\"ExecutionLog\":[1]",
            "\"DataProject\":{}",
            "\"ExternalIdentifier\":[]",
            "\"DataJobIdentifier\":[]",
            "\"ExecutionIdentifier\":{}",
            "\"DataJobStartedDateTime\":[]",
            "\"DataJobCompletedDateTime\":{}"
        }) {
            JobStatus status = JobStatus.fromJson("{\"DataJobState\":6," + other + "}");
            assertThat(status.state()).as(other).isEqualTo(MessageState.PROCESSED_WITH_ERRORS);
            assertThat(status.entities()).isEmpty();
        }
    }

    @Test
    void aTokenHidesItsValue() {
        AccessToken token = AccessToken.of(" abc ", NOW);
        assertThat(token.value()).isEqualTo("abc");
        assertThat(token.toString()).doesNotContain("abc");
        assertThatThrownBy(() -> AccessToken.of("a b", NOW)).hasMessageNotContaining("a b");
        assertThatThrownBy(() -> AccessToken.of(" ", NOW)).isInstanceOf(IllegalArgumentException.class);
        TokenRequest request = TokenRequest.of("https://env");
        assertThat(request.forceRefresh()).isFalse();
        assertThat(request.afterRejectionOf(token).rejected()).contains(token);
        assertThat(request.afterRejectionOf(token).toString())
                .contains("https://env", "true")
                .doesNotContain("abc");
    }

    @Test
    void aDownloadedFileIsAValue() {
        DownloadedFile file = DownloadedFile.of(Path.of("a.zip"), 3, "aa");
        assertThat(file)
                .isEqualTo(DownloadedFile.of(Path.of("a.zip"), 3, "aa"))
                .hasSameHashCodeAs(DownloadedFile.of(Path.of("a.zip"), 3, "aa"));
        assertThat(file).isNotEqualTo(DownloadedFile.of(Path.of("a.zip"), 4, "aa"));
        assertThat(file).isNotEqualTo(DownloadedFile.of(Path.of("b.zip"), 3, "aa"));
        assertThat(file)
                .isNotEqualTo(DownloadedFile.of(Path.of("a.zip"), 3, "bb"))
                .isNotEqualTo("a.zip");
        assertThat(file.toString()).contains("a.zip", "3 bytes");
    }

    @Test
    void backoffDoublesToItsCapWithFullJitter() {
        Backoff backoff = Backoff.exponential(Duration.ofSeconds(1), Duration.ofSeconds(30));
        Random random = new Random(1);
        for (int retry = 1; retry < 40; retry++) {
            long bound = Math.min(30_000, 1000L << Math.min(retry - 1, 20));
            assertThat(backoff.delay(retry, random)).isBetween(Duration.ZERO, Duration.ofMillis(bound));
        }
        assertThatThrownBy(() -> Backoff.exponential(Duration.ZERO, Duration.ofSeconds(1)))
                .hasMessageContaining("backoff");
        assertThatThrownBy(() -> Backoff.exponential(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .hasMessageContaining("backoff");
        assertThatThrownBy(() -> Backoff.exponential(Duration.ofSeconds(-2), Duration.ofSeconds(1)))
                .hasMessageContaining("backoff");
    }

    @Test
    void aPolicyHasItsDefaultsAndBounds() {
        RetryPolicy policy = RetryPolicy.ofDefaults();
        assertThat(policy.maxAttempts()).isEqualTo(5);
        assertThat(policy.maxElapsed()).isEqualTo(Duration.ofMinutes(10));
        assertThat(policy.maxRetryAfter()).isEqualTo(Duration.ofMinutes(5));
        assertThat(RetryPolicy.none().maxAttempts()).isOne();
        RetryPolicy.Builder builder = RetryPolicy.builder().maxRetryAfter(Duration.ofMinutes(1));
        assertThat(builder.build().maxRetryAfter()).isEqualTo(Duration.ofMinutes(1));
        assertThatThrownBy(() -> builder.maxAttempts(0)).hasMessageContaining("maxAttempts");
        assertThatThrownBy(() -> builder.maxElapsed(Duration.ZERO)).hasMessageContaining("maxElapsed");
        assertThatThrownBy(() -> builder.maxRetryAfter(Duration.ofSeconds(-1))).hasMessageContaining("maxRetryAfter");
    }

    @Test
    void anErrorSurvivesSerialization() throws Exception {
        Failure failure = Failure.of(Operation.ENQUEUE, Outcome.UNKNOWN)
                .attempts(List.of(new Attempt(2, Duration.ofSeconds(1), OptionalInt.of(500), "status 500")));
        ServiceException error =
                new ServiceException("said", failure, new ServiceReply(500, "code", "request-1", "excerpt"));
        assertThat(error.errorCode()).contains("code");
        assertThat(error.requestId()).contains("request-1");
        assertThat(error.bodyExcerpt()).isEqualTo("excerpt");
        assertThat(error.attempts().get(0))
                .hasToString("#2 after 1000 ms: status 500")
                .extracting(Attempt::number, Attempt::delayBefore, Attempt::statusCode, Attempt::cause)
                .containsExactly(2, Duration.ofSeconds(1), OptionalInt.of(500), "status 500");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(error);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            ServiceException copy = (ServiceException) in.readObject();
            assertThat(copy).hasMessage("said");
            assertThat(copy.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(copy.statusCode()).isEqualTo(500);
            assertThat(copy.attempts()).isEmpty();
            assertThat(copy.errorCode()).isEmpty();
            assertThat(copy.requestId()).isEmpty();
            assertThat(copy.bodyExcerpt()).isEmpty();
        }
        assertThat(error).isInstanceOf(ConnectorException.class);
    }

    @Test
    void aBuilderNamesWhatIsWrong() {
        ConnectorClientBuilder builder = ConnectorClient.builder();
        assertThatThrownBy(builder::build).hasMessageContaining("environment is missing");
        builder.environment(URI.create("https://Contoso.Operations.Dynamics.com/"));
        assertThatThrownBy(builder::build).hasMessageContaining("tokenProvider is missing");
        assertThatThrownBy(() -> builder.connectTimeout(Duration.ZERO)).hasMessageContaining("connectTimeout");
        assertThatThrownBy(() -> builder.responseTimeout(Duration.ZERO)).hasMessageContaining("responseTimeout");
        assertThatThrownBy(() -> builder.stallTimeout(Duration.ofSeconds(-1))).hasMessageContaining("stallTimeout");
        assertThatThrownBy(() -> builder.operationTimeout(Duration.ZERO)).hasMessageContaining("operationTimeout");
        assertThatThrownBy(() -> builder.maxConcurrentRequests(0)).hasMessageContaining("maxConcurrentRequests");
        assertThatThrownBy(() -> builder.userAgent("")).hasMessageContaining("userAgent");
        assertThatThrownBy(() -> builder.userAgent("ü")).hasMessageContaining("userAgent");
        assertThatThrownBy(() -> builder.allowDownloadHost("a/b")).hasMessageContaining("allowDownloadHost");
        HttpClient following = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        assertThatThrownBy(() -> builder.httpClient(following)).hasMessageContaining("redirects");
        try (ConnectorClient client = builder.tokenProvider(TokenProvider.ofStatic("t"))
                .userAgent("batch/1")
                .proxy(HttpClient.Builder.NO_PROXY)
                .connectTimeout(Duration.ofSeconds(1))
                .build()) {
            assertThat(client.environment()).isEqualTo(URI.create("https://contoso.operations.dynamics.com"));
            assertThat(client.job(GUID).activityId()).isEqualTo(ActivityId.of(GUID));
            assertThat(client.async().job(GUID).activityId()).isEqualTo(ActivityId.of(GUID));
            assertThat(client.toString() + client.job(GUID) + client.async().job(GUID))
                    .contains("contoso", GUID);
        }
    }

    @Test
    void onPremisesHasNoConnector() {
        try (ConnectorClient client = ConnectorClient.builder()
                .environment("https://ax.contoso.com/namespaces/axsf/")
                .tokenProvider(TokenProvider.ofStatic("t"))
                .httpClient(HttpClient.newHttpClient())
                .build()) {
            assertThat(client.environment()).isEqualTo(URI.create("https://ax.contoso.com/namespaces/AXSF"));
            assertThatThrownBy(() -> client.job(GUID))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("on-premises");
        }
    }
}
