package io.github.d365fo.connector.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.faults.Rig.Verb;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.connector.support.EveryEvent;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import io.github.d365fo.connector.support.Zips;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What can be seen of a client from outside: all that matters, and no secret. */
@ExtendWith(CapturedLog.class)
class ObservationTest {
    private static final String TOKEN = "eyJhbGciOiJub25lIn0.eyJhdWQiOiJodHRwczovL3gifQ.c2VjcmV0LXNpZ25hdHVyZQ";
    private static final String RECEIPT = "secret-receipt";
    private static final String SIGNATURE = "c2VjcmV0K3NpZ25hdHVyZQ";

    /** Answers that throw the secrets back at the client, in every shape. */
    private static final List<Reply> ECHOES = List.of(
            Reply.text(500, "{\"Message\":\"Bearer " + TOKEN + " {\\\"PopReceipt\\\":\\\"" + RECEIPT + "\\\"}\"}"),
            Reply.text(401, "<html>Authorization: Bearer " + TOKEN + "</html>"),
            Reply.text(400, "{\"error\":{\"innererror\":{\"message\":\"https://x/y?sig=" + SIGNATURE + "\"}}}"),
            Reply.text(302, "", "Location: https://login.example.com/?access_token=" + TOKEN),
            Reply.text(429, "{\"PopReceipt\":\"" + RECEIPT + "\"}"),
            Reply.text(200, "{\"PopReceipt\":\"" + RECEIPT + "\",\"access_token\":\"" + TOKEN + "\""),
            Reply.reset(true));

    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource("io.github.d365fo.connector.faults.FaultMatrixTest#verbs")
    void noSecretIsSeenAnywhere(FaceUnderTest face, Verb verb) throws IOException {
        StringBuffer seen = new StringBuffer();
        Logger logger = Logger.getLogger(ConnectorClient.class.getName());
        Handler handler = new Recorder(seen);
        logger.addHandler(handler);
        logger.setLevel(Level.ALL);
        try {
            for (Reply reply : ECHOES) {
                seen.append(outcome(face, verb, reply, seen));
            }
        } finally {
            logger.removeHandler(handler);
            logger.setLevel(null);
        }
        assertThat(seen.toString()).contains("status").doesNotContain(TOKEN, RECEIPT, SIGNATURE, "c2VjcmV0");
    }

    private String outcome(FaceUnderTest face, Verb verb, Reply reply, StringBuffer seen) throws IOException {
        try (Rig rig = Rig.with(
                b -> b.listener((EveryEvent) seen::append).tokenProvider(TokenProvider.ofStatic(TOKEN)), face, reply)) {
            seen.append(rig.client).append(rig.job).append(rig.message());
            verb.call(rig, directory);
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            return "";
        } catch (ConnectorException e) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            return trace + " " + e.attempts();
        }
    }

    @Test
    void eventsTellTheStoryOfACall() throws IOException {
        StringBuffer seen = new StringBuffer();
        try (Rig rig = Rig.with(
                b -> b.listener((EveryEvent) seen::append),
                FaceUnderTest.BLOCKING,
                Reply.text(500, "no", "x-ms-request-id: r-1"),
                Reply.bytes(200, Zips.ofSize(1000)))) {
            rig.job.download(rig.message(), directory.resolve("a.zip"));
        }
        assertThat(seen.toString())
                .containsSubsequence(
                        "CallInfo[",
                        "operation=DOWNLOAD, host=127.0.0.1, job=Optional[" + Rig.ACTIVITY + "], message=Optional[c]",
                        "Request[",
                        "operation=DOWNLOAD, attempt=1, method=GET, host=127.0.0.1, port=",
                        ", template=/{download}, inFlight=1]",
                        "Response[",
                        "statusCode=OptionalInt[500], requestId=Optional[r-1]",
                        "RequestEnded[",
                        "statusCode=OptionalInt[500], bytesSent=0, bytesReceived=2, errorType=Optional[STATUS]",
                        "inFlight=0",
                        "Retry[",
                        "delay=PT7S, cause=status 500: no, errorType=STATUS]",
                        "Wait[",
                        "operation=DOWNLOAD, reason=BACKOFF",
                        "WaitEnded[",
                        "attempt=2",
                        "OptionalInt[200]",
                        "TransferStarted[",
                        "RequestEnded[",
                        "bytesReceived=1000, errorType=Optional.empty",
                        "Transfer[",
                        "bytes=1000, total=OptionalLong[1000]",
                        "CallEnded[",
                        "attempts=2, failure=Optional.empty, errorType=Optional.empty");
    }

    @Test
    void aFlightRecorderSeesRequestsAndTransfers() throws IOException {
        Path file = directory.resolve("flight.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("io.github.d365fo.Request");
            recording.enable("io.github.d365fo.Transfer");
            recording.start();
            try (Rig rig = new Rig(FaceUnderTest.BLOCKING, Reply.bytes(200, Zips.ofSize(1000)))) {
                rig.job.download(rig.message(), directory.resolve("a.zip"));
            }
            recording.stop();
            recording.dump(file);
        }
        List<String> events = new ArrayList<>();
        RecordingFile.readAllEvents(file)
                .forEach(e -> events.add(e.getEventType().getName() + " " + e.getString("operation")));
        assertThat(events)
                .contains(
                        "io.github.d365fo.Request " + Operation.DOWNLOAD,
                        "io.github.d365fo.Transfer " + Operation.DOWNLOAD);
    }

    private static final class Recorder extends Handler {
        private final StringBuffer seen;

        Recorder(StringBuffer seen) {
            this.seen = seen;
        }

        @Override
        public void publish(LogRecord entry) {
            seen.append(new SimpleFormatter().format(entry));
        }

        @Override
        public void flush() {
            // Nothing is buffered.
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
