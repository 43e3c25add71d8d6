package io.github.d365fo.connector.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.dequeue.AckRequest;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever reads a log line or an exception learns of which environment, job and message it speaks, and what to check. */
@Timeout(60)
class SubjectTest {
    private static final String MESSAGE = "f0bc1d4c-2b0c-4a4e-9d4e-1d0d6c1f9a11";
    private static final MessageId ID = MessageId.of(MESSAGE);

    @RegisterExtension
    static final CapturedLog LOG = CapturedLog.ofAllLevels();

    @TempDir
    Path directory;

    private enum Verb {
        ENQUEUE("", (rig, directory) -> rig.job.enqueue(EnqueueRequest.of(Payload.ofString("x")))),
        DEQUEUE("", (rig, directory) -> rig.job.dequeue()),
        DOWNLOAD("correlation id 5acd", (rig, directory) -> rig.job.download(message(rig), directory.resolve("a.zip"))),
        OPEN("correlation id 5acd", (rig, directory) -> rig.job.open(message(rig))),
        ACKNOWLEDGE(
                "correlation id 5acd",
                (rig, directory) -> rig.job.acknowledge(AckRequest.of("5acd", "receipt", URI.create("https://x")))),
        MESSAGE_STATUS("message " + MESSAGE, (rig, directory) -> rig.job.messageStatus(ID)),
        JOB_STATUS("message " + MESSAGE, (rig, directory) -> rig.job.jobStatus(ID)),
        AWAIT_PROCESSED("message " + MESSAGE, (rig, directory) -> rig.job.awaitProcessed(ID, Duration.ofHours(1))),
        OUTCOME("message " + MESSAGE, (rig, directory) -> rig.job.outcome(ID));

        final String subject;
        final BiConsumer<Rig, Path> call;

        Verb(String subject, BiConsumer<Rig, Path> call) {
            this.subject = subject;
            this.call = call;
        }

        private static DequeueResult message(Rig rig) {
            return DequeueResult.fromJson("{\"CorrelationId\":\"5acd\",\"PopReceipt\":\"r\",\"DownloadLocation\":\""
                    + rig.server.address() + "/download\",\"IsDownLoadFileExist\":true}");
        }
    }

    private enum Trouble {
        REFUSED(Reply.text(400, "no")),
        BROKEN(Reply.text(500, "{\"Message\":\"An error has occurred.\"}")),
        UNAUTHORIZED(Reply.text(401, "")),
        THROTTLED(Reply.text(429, "", "Retry-After: 1")),
        UNREADABLE(Reply.text(200, "<html>Sign in</html>", "Content-Type: text/html")),
        LOST(Reply.reset(true));

        final Reply reply;

        Trouble(Reply reply) {
            this.reply = reply;
        }
    }

    static Stream<Arguments> calls() {
        return Stream.of(FaceUnderTest.values())
                .flatMap(face -> Stream.of(Verb.values())
                        .flatMap(verb -> Stream.of(Trouble.values())
                                .filter(trouble -> verb != Verb.OPEN || trouble != Trouble.UNREADABLE)
                                .map(trouble -> Arguments.of(face, verb, trouble))));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void anExceptionAndEachLineOfTheLogNameThem(FaceUnderTest face, Verb verb, Trouble trouble) throws Exception {
        try (Rig rig = new Rig(face, trouble.reply)) {
            ConnectorException failure =
                    catchThrowableOfType(ConnectorException.class, () -> verb.call.accept(rig, directory));
            String subject = rig.server.address() + ", job " + Rig.ACTIVITY
                    + (verb.subject.isEmpty() ? "" : ", " + verb.subject);
            assertThat(failure).hasMessageContaining(subject);
            List<String> own = LOG.lines(ConnectorClient.class.getName()).stream()
                    .filter(line -> line.contains(rig.server.address()))
                    .toList();
            assertThat(own).isNotEmpty().allSatisfy(line -> assertThat(line).contains(subject));
            assertThat(own.stream().filter(line -> line.contains(" failed (")))
                    .hasSameSizeAs(
                            failure.attempts().subList(1, failure.attempts().size()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void namesOfAServerBreakNoLine(FaceUnderTest face) throws Exception {
        try (Rig rig = new Rig(face, Reply.text(400, "no"))) {
            ConnectorException failure = catchThrowableOfType(
                    ConnectorException.class,
                    () -> rig.job.jobStatus(MessageId.verbatim("a\nINFO: forged\t" + "x".repeat(5000))));
            assertThat(failure.getMessage())
                    .contains("message a?INFO: forged?xxx")
                    .doesNotContain("\n")
                    .hasSizeLessThan(1000);
        }
    }

    private enum Causes {
        ENQUEUE(Verb.ENQUEUE, "that it is an import job"),
        DEQUEUE(Verb.DEQUEUE, "that it is an export job"),
        ACKNOWLEDGE(Verb.ACKNOWLEDGE, "a pop receipt that is not the latest"),
        JOB_STATUS(Verb.JOB_STATUS, "that the message was enqueued to it");

        final Verb verb;
        final String words;

        Causes(Verb verb, String words) {
            this.verb = verb;
            this.words = words;
        }
    }

    static Stream<Arguments> internalErrors() {
        return Stream.of(FaceUnderTest.values())
                .flatMap(face -> Stream.of(Causes.values())
                        .flatMap(causes -> Stream.of(
                                        "{\"Message\":\"An error has occurred.\"}",
                                        "",
                                        "<html>500</html>",
                                        "gone wrong")
                                .map(body -> Arguments.of(face, causes, body))));
    }

    @ParameterizedTest
    @MethodSource("internalErrors")
    void aGenericErrorIsExplained(FaceUnderTest face, Causes causes, String body) throws Exception {
        try (Rig rig = new Rig(face, Reply.text(500, body))) {
            ConnectorException failure =
                    catchThrowableOfType(ConnectorException.class, () -> causes.verb.call.accept(rig, directory));
            assertThat(failure)
                    .hasMessageContaining("(status 500)")
                    .hasMessageContaining(
                            "does not know the job: check that the activity id belongs to an enabled recurring"
                                    + " data job of this environment")
                    .hasMessageContaining(causes.words);
        }
        try (Rig rig = new Rig(face, Reply.text(503, body))) {
            assertThat(catchThrowableOfType(ConnectorException.class, () -> causes.verb.call.accept(rig, directory)))
                    .hasMessageNotContaining("activity id");
        }
    }
}
