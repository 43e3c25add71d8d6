package io.github.d365fo.connector.dequeue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages, their acknowledgements, and the files that come of them. */
class DequeueResultTest {
    private static final Instant NOW = Instant.parse("2026-03-01T03:00:00Z");

    @Test
    void aMessageKeepsItsJsonAndHidesItsReceipt() {
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
}
