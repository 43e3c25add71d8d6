package io.github.d365fo.connector.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.dequeue.AckRequest;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.dequeue.DownloadStream;
import io.github.d365fo.connector.dequeue.DownloadedFile;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.AuthorizationException;
import io.github.d365fo.connector.error.NoFileException;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.status.JobStatus;
import io.github.d365fo.connector.status.MessageState;
import io.github.d365fo.connector.status.MessageStatus;
import io.github.d365fo.connector.support.Zips;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the client does against any server that speaks the connector's language. Subclasses bring the server. */
public abstract class ConnectorContract {
    @TempDir
    Path directory;

    /** A server under the same tests as all others. */
    public interface Server extends AutoCloseable {
        /** Returns a client of the server with valid tokens. */
        ConnectorClient client();

        /** Returns a client of the server with these tokens. */
        ConnectorClient client(TokenProvider tokens);

        String importActivity();

        String exportActivity();

        /** Puts a package into the export queue, which is empty before. */
        void publish(byte[] content);

        /** Puts a message without a file into the export queue. */
        void publishWithoutFile(String reason);

        /** Returns what was enqueued, in order. */
        List<Enqueued> enqueued();

        @Override
        void close();
    }

    /** A file as the server got it. */
    public record Enqueued(byte[] content, String entity, String company, String externalId) {}

    protected abstract Server start();

    @ParameterizedTest
    @EnumSource
    void aFileArrivesWithEntityCompanyAndExternalId(FaceUnderTest face) {
        try (Server server = start();
                ConnectorClient client = server.client()) {
            byte[] content = bytes(300_000);
            MessageId id = face.job(client, server.importActivity())
                    .enqueue(EnqueueRequest.of(Payload.ofBytes(content))
                            .entity("General journal + more")
                            .company("usmf")
                            .externalId("batch-42"));
            assertThat(id.value()).doesNotContain("\"").isNotBlank();
            Enqueued enqueued = server.enqueued().get(0);
            assertThat(enqueued.content()).isEqualTo(content);
            assertThat(enqueued.entity()).isEqualTo("General journal + more");
            assertThat(enqueued.company()).isEqualTo("usmf");
            assertThat(enqueued.externalId()).isEqualTo("batch-42");
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyKindOfPayloadArrivesWhole(FaceUnderTest face) throws IOException {
        byte[] content = bytes(200_001);
        Path file = Files.write(directory.resolve("journal.bin"), content);
        List<Payload> payloads = List.of(
                Payload.ofFile(file),
                Payload.ofStream(() -> new ByteArrayInputStream(content)),
                Payload.ofStream(() -> new ByteArrayInputStream(content), content.length),
                Payload.ofSingleUse(new ByteArrayInputStream(content)));
        try (Server server = start();
                ConnectorClient client = server.client()) {
            RecurringJob job = face.job(client, server.importActivity());
            payloads.forEach(payload -> job.enqueue(EnqueueRequest.of(payload).entity("General journal")));
            assertThat(server.enqueued())
                    .hasSize(4)
                    .allSatisfy(e -> assertThat(e.content()).isEqualTo(content));
        }
    }

    @ParameterizedTest
    @EnumSource
    void anImportIsFollowedToItsEnd(FaceUnderTest face) {
        try (Server server = start();
                ConnectorClient client = server.client()) {
            RecurringJob job = face.job(client, server.importActivity());
            MessageId id = job.enqueue(
                    EnqueueRequest.of(Payload.ofString("<Document/>")).entity("General journal"));
            assertThat(job.messageStatus(id).isTerminal()).isFalse();
            MessageStatus status = job.awaitProcessed(id, Duration.ofMinutes(30));
            assertThat(status.state()).isEqualTo(MessageState.PROCESSED);
            assertThat(status.isSuccess()).isTrue();
            JobStatus details = job.jobStatus(id);
            assertThat(details.state()).isEqualTo(MessageState.PROCESSED);
            assertThat(details.messageId()).contains(id);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEmptyQueueIsEmpty(FaceUnderTest face) {
        try (Server server = start();
                ConnectorClient client = server.client()) {
            assertThat(face.job(client, server.exportActivity()).dequeue()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPackageIsDequeuedDownloadedAndAcknowledged(FaceUnderTest face) throws Exception {
        byte[] content = Zips.ofSize(700_000);
        Path target = directory.resolve("customers.zip");
        try (Server server = start();
                ConnectorClient client = server.client()) {
            server.publish(content);
            RecurringJob job = face.job(client, server.exportActivity());
            DequeueResult message = job.dequeue().orElseThrow();
            assertThat(message.fileExists()).isTrue();
            assertThat(message.isRedelivery()).isFalse();
            List<Long> progress = new ArrayList<>();
            DownloadedFile file = job.download(message, target, (done, total) -> progress.add(done));
            assertThat(file.path()).isEqualTo(target).hasBinaryContent(content);
            assertThat(file.size()).isEqualTo(content.length);
            assertThat(file.sha256())
                    .isEqualTo(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
            assertThat(progress).last().isEqualTo((long) content.length);
            assertThat(directory.toFile().list()).containsExactly("customers.zip");
            job.acknowledge(message);
            assertThat(job.dequeue()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPackageCanBeReadAsAStream(FaceUnderTest face) throws IOException {
        byte[] content = Zips.ofSize(300_000);
        try (Server server = start();
                ConnectorClient client = server.client()) {
            server.publish(content);
            RecurringJob job = face.job(client, server.exportActivity());
            DequeueResult message = job.dequeue().orElseThrow();
            try (DownloadStream stream = job.open(message)) {
                assertThat(stream.length()).hasValue(content.length);
                assertThat(stream.readAllBytes()).isEqualTo(content);
                assertThat(stream.read()).isEqualTo(-1);
            }
            job.acknowledge(AckRequest.of(
                    message.correlationId(),
                    message.popReceipt(),
                    message.downloadLocation().orElseThrow()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMessageWithoutAFileSaysSoAndCanBeAcknowledged(FaceUnderTest face) {
        try (Server server = start();
                ConnectorClient client = server.client()) {
            server.publishWithoutFile("The export produced no file");
            RecurringJob job = face.job(client, server.exportActivity());
            DequeueResult message = job.dequeue().orElseThrow();
            assertThat(message.fileExists()).isFalse();
            assertThatThrownBy(() -> job.download(message, directory.resolve("none.zip")))
                    .isInstanceOfSatisfying(NoFileException.class, e -> {
                        assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
                        assertThat(e).hasMessageContaining("The export produced no file");
                    });
            assertThat(directory.resolve("none.zip")).doesNotExist();
            job.acknowledge(message);
            assertThat(job.dequeue()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWrongTokenIsRefusedWithBothRegistrations(FaceUnderTest face) {
        try (Server server = start();
                ConnectorClient client = server.client(TokenProvider.ofStatic("wrong"))) {
            RecurringJob job = face.job(client, server.exportActivity());
            assertThatThrownBy(job::dequeue).isInstanceOfSatisfying(AuthorizationException.class, e -> {
                assertThat(e.statusCode()).isEqualTo(401);
                assertThat(e.outcome()).isEqualTo(Outcome.REJECTED);
                assertThat(e)
                        .hasMessageContaining("Microsoft Entra ID applications")
                        .hasMessageContaining("authorization policy");
            });
        }
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    /** Returns {@code value}, or a text that says it is missing. */
    protected static String orMissing(Optional<String> value) {
        return value.orElse("(missing)");
    }
}
