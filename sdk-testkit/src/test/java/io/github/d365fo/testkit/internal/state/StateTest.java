package io.github.d365fo.testkit.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.status.MessageState;
import io.github.d365fo.testkit.EnqueuedFile;
import io.github.d365fo.testkit.ErrorRow;
import io.github.d365fo.testkit.ExecutionOutcome;
import io.github.d365fo.testkit.FakeApp;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.FakeImportJob;
import io.github.d365fo.testkit.PublishedMessage;
import io.github.d365fo.testkit.harness.CapturedLog;
import io.github.d365fo.testkit.harness.FaceUnderTest;
import io.github.d365fo.testkit.harness.PlainHttp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server keeps in its directory; that it also survives a killed process is in RestartTest. */
@ExtendWith(CapturedLog.class)
class StateTest {
    @TempDir
    Path directory;

    @Test
    void theNextServerGoesOnWhereThisOneEnded() throws Exception {
        List<PublishedMessage> published;
        Instant time;
        DequeueResult leased;
        MessageId processed;
        MessageId waiting;
        String secondImport;
        try (FakeConnectorServer server = start()) {
            server.exportJob().publishTiny();
            server.exportJob().publish("two".getBytes());
            server.exportJob().publishWithoutFile("no records");
            server.addExportJob().publish("other job".getBytes());
            secondImport = server.addImportJob().activityId().value();
            RecurringJob exports = exports(server);
            DequeueResult done = exports.dequeue().orElseThrow();
            exports.download(done, directory.resolve("one.zip"));
            exports.acknowledge(done);
            leased = exports.dequeue().orElseThrow();
            server.clock().advance(Duration.ofMinutes(10));
            RecurringJob imports = server.client().job(server.importJob().activityId());
            processed = imports.enqueue(EnqueueRequest.of(Payload.ofString("<Document/>"))
                    .entity("General journal")
                    .company("usmf")
                    .externalId("batch-42"));
            server.importJob().setState(processed, MessageState.PROCESSED_WITH_ERRORS);
            waiting = server.client()
                    .job(secondImport)
                    .enqueue(EnqueueRequest.of(Payload.ofString("x".repeat(2 << 20)))
                            .entity("Customers"));
            published = server.exportJob().messages();
            time = server.clock().instant();
        }
        try (FakeConnectorServer server = start()) {
            assertThat(server.clock().instant()).isEqualTo(time);
            assertThat(server.exportJob().messages()).isEqualTo(published);
            assertThat(server.exportJobs().get(1).pending()).isOne();
            EnqueuedFile file = server.importJob().enqueued().get(0);
            assertThat(file.messageId()).isEqualTo(processed);
            assertThat(file.externalId()).contains("batch-42");
            assertThat(file.bytes()).asString().isEqualTo("<Document/>");
            assertThat(server.client()
                            .job(secondImport)
                            .messageStatus(processed)
                            .state())
                    .isEqualTo(MessageState.PROCESSED_WITH_ERRORS);
            FakeImportJob second = server.importJobs().get(1);
            assertThat(second.activityId().value()).isEqualTo(secondImport);
            assertThat(second.enqueued().get(0).size()).isEqualTo(2 << 20);
            assertThat(second.state(waiting)).contains("Enqueued");
            server.clock().advance(Duration.ofMinutes(2));
            assertThat(second.state(waiting)).contains("Processed");

            // The lease goes on: the old receipt is good, and the message is not given to anybody else.
            RecurringJob exports = exports(server);
            assertThat(exports.dequeue().orElseThrow().errorMessage()).contains("no records");
            exports.acknowledge(leased);
            assertThat(exports.dequeue()).isEmpty();
            server.verify().noSecretSeen();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anAcknowledgementThatCameTooEarlyIsRemembered(FaceUnderTest face) {
        try (FakeConnectorServer server = start()) {
            server.exportJob().publishTiny();
            RecurringJob exports =
                    face.job(server.client(), server.exportJob().activityId().value());
            DequeueResult message = exports.dequeue().orElseThrow();
            exports.acknowledge(message);
            exports.download(message, directory.resolve("late.zip"));
        }
        try (FakeConnectorServer server = start()) {
            assertThat(server.exportJob().acknowledgedUnread()).isOne();
        }
    }

    @Test
    void idsAndReceiptsAreNotGivenOutTwice() {
        String first;
        DequeueResult before;
        try (FakeConnectorServer server = start()) {
            server.exportJob().publish(new byte[1]);
            before = exports(server).dequeue().orElseThrow();
            first = enqueue(server).value();
        }
        try (FakeConnectorServer server = start()) {
            assertThat(enqueue(server).value()).isNotEqualTo(first);
            server.clock().advance(Duration.ofMinutes(30));
            DequeueResult again = exports(server).dequeue().orElseThrow();
            assertThat(again.popReceipt()).isNotEqualTo(before.popReceipt());
            assertThat(again.isRedelivery()).isTrue();
            assertThatThrownBy(() -> exports(server).acknowledge(before)).isInstanceOf(ConnectorException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void appsAndUsersThatWereAddedSignInAgain(FaceUnderTest face) throws Exception {
        String clientId;
        String secret;
        try (FakeConnectorServer server = start()) {
            FakeApp app = server.identity().addApp();
            clientId = app.clientId();
            secret = app.addSecret(Duration.ofDays(1));
            server.identity().addUser("ada@contoso.example", "p");
            server.identity().requireSecondFactor("ada@contoso.example");
            server.exportJob().authorize(clientId);
            enqueue(server);
        }
        try (FakeConnectorServer server = start()) {
            PlainHttp http = new PlainHttp(server);
            assertThat(http.signIn(clientId, secret)).isEqualTo("200");
            assertThat(http.signInAs("Ada@contoso.example", "p")).isEqualTo("AADSTS50076");
            assertThat(http.signIn(server.clientId(), server.clientSecret())).isEqualTo("200");
            server.clock().advance(Duration.ofDays(1));
            assertThat(http.signIn(clientId, secret)).isEqualTo("AADSTS7000222");
            String job = server.exportJob().activityId().value();
            assertThatThrownBy(() -> face.job(server.client(), job).dequeue()).isInstanceOf(ConnectorException.class);
        }
    }

    @Test
    void anImportThatEndedWithErrorsStaysSo() {
        try (FakeConnectorServer server = start()) {
            server.importJob()
                    .endNext(ExecutionOutcome.partiallySucceeded(ErrorRow.target("2", "Account 4711 does not exist")));
            enqueue(server);
            server.clock().advance(Duration.ofMinutes(2));
        }
        try (FakeConnectorServer server = start()) {
            MessageId id = server.importJob().enqueued().get(0).messageId();
            assertThat(server.importJob().state(id)).contains("ProcessedWithErrors");
        }
    }

    @Test
    void aRequestThatOutlivesItsServerWritesNothing() {
        StateDirectory closed = StateDirectory.open(directory);
        closed.close();
        closed.save(state -> state.setting("late", keeper -> true));
        assertThat(directory.resolve("state.json")).doesNotExist();
    }

    @Test
    void resetDeletesTheContents() throws IOException {
        try (FakeConnectorServer server = start()) {
            enqueue(server);
            assertThat(contents()).hasSize(1);
            server.reset();
            exports(server).dequeue();
            assertThat(contents()).isEmpty();
        }
        try (FakeConnectorServer server = start()) {
            assertThat(server.importJob().enqueued()).isEmpty();
        }
    }

    @Test
    void aDirectoryHasOneServerAtATime() {
        try (FakeConnectorServer server = start()) {
            assertThatThrownBy(this::start)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("state: another server uses");
            assertThat(server.importJobs()).hasSize(1);
        }
        start().close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "{}",
                "{\"version\":1}",
                "{\"version\":2}",
                "{\"version\":2,\"ids\":1,\"now\":\"2026-01-05T08:00:00Z\"}",
                "{\"version\":2,\"ids\":1,\"now\":\"2026-01-05T08:00:00Z\",\"identity\":{\"users\":{}},\"jobs\":{\"entities\":{},\"exports\":"
                        + "[{\"activityId\":\"f0bc1d4c-2b0c-4a4e-9d4e-000000000007\",\"policy\":{},\"receipts\":0,"
                        + "\"messages\":[{\"correlationId\":\"1\",\"blobId\":\"2\",\"content\":\"../state.json\"}]}]}}"
            })
    void aForeignStateIsRefusedAndLeftAlone(String text) throws IOException {
        Path state = directory.resolve("kept/state.json");
        Files.createDirectories(state.getParent());
        for (String foreign : List.of(text, sealed(text))) {
            Files.writeString(state, foreign);
            assertThatThrownBy(this::start)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("state: " + state + " is damaged");
            assertThat(state).hasContent(foreign);
        }
        Files.delete(state);
        start().close();
    }

    @Test
    void aLostContentIsReported() throws IOException {
        try (FakeConnectorServer server = start()) {
            enqueue(server);
        }
        for (Path content : contents()) {
            Files.delete(content);
        }
        assertThatThrownBy(this::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("it is missing");
    }

    @Test
    void whatCanNotBeADirectoryIsRefused() throws IOException {
        Files.createFile(directory.resolve("kept"));
        assertThatThrownBy(this::start)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("state: expected a directory");
    }

    @Test
    void aTakenPortIsNamed() {
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            int port = server.environment().getPort();
            assertThatThrownBy(() -> FakeConnectorServer.builder().port(port).start())
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageStartingWith("port: the fake server can't listen on port " + port + " of 127.0.0.1");
        }
        assertThatThrownBy(() -> FakeConnectorServer.builder().port(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("port: expected 0 to 65535, but got -1");
    }

    private FakeConnectorServer start() {
        return FakeConnectorServer.builder().state(directory.resolve("kept")).start();
    }

    /** Returns what stands in the file of a server with this state. */
    private static String sealed(String server) {
        try {
            String rest = "\",\"key\":\"k\",\"contents\":{},\"server\":" + server + "}";
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(rest.getBytes(StandardCharsets.UTF_8));
            return "{\"sha256\":\"" + HexFormat.of().formatHex(digest) + rest;
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private List<Path> contents() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("kept/contents"))) {
            return files.toList();
        }
    }

    private static RecurringJob exports(FakeConnectorServer server) {
        return server.client().job(server.exportJob().activityId());
    }

    private static MessageId enqueue(FakeConnectorServer server) {
        return server.client()
                .job(server.importJob().activityId())
                .enqueue(EnqueueRequest.of(Payload.ofString("x")).entity("General journal"));
    }
}
