package io.github.d365fo.connector.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.ConnectorListener;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.ServiceException;
import io.github.d365fo.connector.faults.Rig.Verb;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import io.github.d365fo.connector.support.Zips;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** No server can make a line of a log, or move the cursor of who reads it: its words stay on the line they are in. */
@ExtendWith(CapturedLog.class)
@Timeout(60)
class ForgedLinesTest {
    /** Every control character, the separators of lines and paragraphs, and what turns the direction of a text. */
    private static final String CONTROLS = Stream.of(
                    IntStream.rangeClosed(1, 0x1F),
                    IntStream.rangeClosed(0x7F, 0x9F),
                    IntStream.rangeClosed(0x2028, 0x202E),
                    IntStream.rangeClosed(0x2066, 0x2069))
            .flatMapToInt(each -> each)
            .mapToObj(c -> "x" + (char) c)
            .collect(Collectors.joining());

    private static final String ESCAPED =
            CONTROLS.chars().mapToObj(c -> String.format("\\u%04x", c)).collect(Collectors.joining());
    /** What a line of a head can hold. */
    private static final String IN_A_HEAD = CONTROLS.replace("\n", "").replace("\r", "");

    @TempDir
    Path directory;

    /** Where a server's words are. */
    enum Place {
        PLAIN_BODY(Reply.text(503, "oops " + CONTROLS, "Content-Type: text/plain")),
        BODY_WITH_NUL(Reply.text(503, "oops \0" + CONTROLS, "Content-Type: text/plain")),
        JSON_MESSAGE(Reply.text(503, "{\"Message\":\"oops " + ESCAPED + "\"}")),
        JSON_ERROR(Reply.text(
                503,
                "{\"error\":{\"code\":\"" + ESCAPED + "\",\"innererror\":{\"message\":\"oops " + ESCAPED + "\"}}}")),
        RAW_JSON(Reply.text(503, "{\"Message\":\"oops " + CONTROLS + "\"}")),
        XML(Reply.text(503, "<Error><Code>a" + CONTROLS + "</Code><Message>oops " + CONTROLS + "</Message></Error>")),
        HTML(Reply.text(503, "<html><title>oops " + CONTROLS + "</title></html>", "Content-Type: text/html")),
        HEADERS(Reply.text(503, "", "x-ms-request-id: a" + IN_A_HEAD, "x-ms-error-code: a" + IN_A_HEAD)),
        ESCAPE_IN_HEADERS(Reply.text(503, "", "x-ms-request-id: a\u001b[2J", "x-ms-error-code: a\u0007b")),
        REDIRECT(Reply.text(302, "", "Location: https://login/" + IN_A_HEAD)),
        CODING(Reply.text(200, "oops", "Content-Encoding: a" + IN_A_HEAD)),
        STATUS_LINE(connection -> {
            connection.write(("oops " + IN_A_HEAD + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            return false;
        }),
        SUCCESS(Reply.text(200, "oops " + CONTROLS)),
        ZIP(Reply.bytes(203, Zips.tiny()));

        final Reply reply;

        Place(Reply reply) {
            this.reply = reply;
        }
    }

    static Stream<Arguments> places() {
        return Stream.of(Place.values())
                .flatMap(place -> Stream.of(Verb.ENQUEUE, Verb.DEQUEUE, Verb.DOWNLOAD, Verb.MESSAGE_STATUS)
                        .flatMap(verb ->
                                Stream.of(FaceUnderTest.values()).map(face -> Arguments.of(place, verb, face))));
    }

    @ParameterizedTest
    @MethodSource("places")
    void serverTextStaysOnOneLine(Place place, Verb verb, FaceUnderTest face) throws IOException {
        Ears ears = new Ears();
        try (ears;
                Rig rig = Rig.with(b -> b.listener(ears), face, place.reply)) {
            ConnectorException error = catchThrowableOfType(ConnectorException.class, () -> verb.call(rig, directory));
            if (error != null) {
                ears.hear(error);
            }
        }
        assertThat(ears.heard).isNotEmpty().allSatisfy(ForgedLinesTest::assertOneLine);
    }

    @ParameterizedTest
    @EnumSource
    void anIdThatIsShownLaterStaysOnItsLine(FaceUnderTest face) throws IOException {
        Ears ears = new Ears();
        try (ears;
                Rig rig = Rig.with(
                        b -> b.listener(ears),
                        face,
                        Reply.text(200, "\"id " + ESCAPED + "\""),
                        Reply.text(503, "busy"))) {
            var id = rig.job.enqueue(EnqueueRequest.of(Payload.ofString("x")));
            ears.hear(catchThrowableOfType(ConnectorException.class, () -> rig.job.messageStatus(id)));
        }
        assertThat(ears.heard).isNotEmpty().allSatisfy(ForgedLinesTest::assertOneLine);
    }

    /** With a status that is not a download's, the file of a customer is not an error's words. */
    @ParameterizedTest
    @EnumSource
    void bytesOfAPackageAreNotShown(FaceUnderTest face) throws IOException {
        for (int status : new int[] {202, 203, 206, 400}) {
            try (Rig rig = new Rig(face, Reply.bytes(status, Zips.tiny()))) {
                ServiceException error =
                        catchThrowableOfType(ServiceException.class, () -> Verb.DOWNLOAD.call(rig, directory));
                assertThat(error).hasMessageContaining("a zip instead of an answer (status " + status + ")");
                assertThat(error.bodyExcerpt()).isEmpty();
            }
        }
    }

    private static void assertOneLine(String text) {
        assertThat(text.chars()
                        .filter(c -> Character.isISOControl(c)
                                || CONTROLS.replace("x", "").indexOf(c) >= 0))
                .as(text)
                .isEmpty();
    }

    /** Hears all that a user can see. */
    private static final class Ears extends Handler implements ConnectorListener, AutoCloseable {
        private final List<String> heard = new CopyOnWriteArrayList<>();
        private final Logger logger = Logger.getLogger(ConnectorClient.class.getName());
        private final @Nullable Level before = logger.getLevel();

        Ears() {
            logger.setLevel(Level.ALL);
            logger.addHandler(this);
        }

        void hear(ConnectorException error) {
            error.attempts().forEach(attempt -> heard.add(attempt.cause()));
            if (error instanceof ServiceException refusal) {
                heard.add(refusal.bodyExcerpt());
                Stream.of(refusal.errorCode(), refusal.requestId())
                        .flatMap(Optional::stream)
                        .forEach(heard::add);
            }
            for (Throwable each = error; each != null; each = each.getCause()) {
                heard.add(each.toString());
            }
        }

        @Override
        public void onResponse(Response event) {
            heard.add(event.toString());
        }

        @Override
        public void onRetry(Retry event) {
            heard.add(event.toString());
        }

        @Override
        public void publish(LogRecord line) {
            heard.add(line.getMessage());
        }

        @Override
        public void flush() {
            // Nothing waits.
        }

        @Override
        public void close() {
            logger.removeHandler(this);
            logger.setLevel(before);
        }
    }
}
