package io.github.d365fo.connector.internal.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.ConnectorListener;
import io.github.d365fo.connector.ConnectorListener.Response;
import io.github.d365fo.connector.ConnectorListener.Retry;
import io.github.d365fo.connector.ConnectorListener.Throttle;
import io.github.d365fo.connector.ConnectorListener.Transfer;
import io.github.d365fo.connector.ConnectorListener.TransferStarted;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.error.ErrorType;
import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.internal.http.Request;
import io.github.d365fo.connector.support.CapturedLog;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the log and the flight recorder are told, and that no listener can fail a call. */
class ObserverTest {
    private static final Duration TIME = Duration.ofMillis(1500);
    private static final Subject SUBJECT = Subject.of("https://nowhere.invalid").delivery("c");

    @RegisterExtension
    static final CapturedLog LOG = CapturedLog.ofAllLevels();

    private final Observer observer = new Observer(List.of(), new KnownSecrets());

    @Test
    void theLogSaysWhatWithWhatAboutWhatAndForHowLong() {
        observer.record(SUBJECT, l -> l.onRequest(request(Operation.DEQUEUE, 2)));
        observer.record(SUBJECT, l -> l.onResponse(answered()));
        observer.record(SUBJECT, l -> l.onResponse(failed("the connection was reset")));
        observer.record(
                SUBJECT,
                l -> l.onRetry(new Retry(request(Operation.DEQUEUE, 2), TIME, "status 500", ErrorType.STATUS)));
        observer.record(SUBJECT, l -> l.onThrottle(new Throttle(request(Operation.DEQUEUE, 2), TIME)));
        observer.record(SUBJECT, l -> l.onTransfer(transferred()));
        assertThat(lines(ConnectorClient.class))
                .containsExactly(
                        "FINER dequeue (https://nowhere.invalid, correlation id c): attempt 2",
                        "FINE dequeue (https://nowhere.invalid, correlation id c): status 204 after 1500 ms,"
                                + " request id r-1",
                        "FINE dequeue (https://nowhere.invalid, correlation id c): the connection was reset after"
                                + " 1500 ms",
                        "INFO dequeue (https://nowhere.invalid, correlation id c): attempt 2 failed (status 500), next"
                                + " in 1500 ms",
                        "WARNING dequeue (https://nowhere.invalid, correlation id c): throttled by the service,"
                                + " sending nothing for 1500 ms",
                        "FINE download (https://nowhere.invalid, correlation id c): 1000 bytes in 1500 ms");
    }

    @Test
    void aListenerThatFailsIsPassedOverAndNamedOncePerKind() {
        for (int i = 0; i < 3; i++) {
            observer.guarded(() -> {
                throw new IllegalStateException("words that are not ours to show");
            });
            observer.guarded(() -> {
                throw new StackOverflowError();
            });
        }
        assertThat(lines(ConnectorListener.class)).hasSize(2);
        assertThat(lines(ConnectorListener.class).get(0))
                .startsWith("WARNING a listener failed with java.lang.IllegalStateException at ")
                .contains(ObserverTest.class.getName())
                .doesNotContain("words");
    }

    @Test
    void aListenerThatIsInterruptedLeavesTheInterrupt() {
        observer.guarded(() -> ObserverTest.<RuntimeException>sneak(new InterruptedException()));
        assertThat(Thread.interrupted()).isTrue();
        observer.guarded(() -> ObserverTest.<RuntimeException>sneak(new Exception()));
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void theFlightRecorderKeepsTheFigures(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("flight.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("io.github.d365fo.Request");
            recording.enable("io.github.d365fo.Transfer");
            recording.start();
            observer.record(SUBJECT, l -> l.onRequest(request(Operation.DEQUEUE, 1)));
            observer.record(SUBJECT, l -> l.onResponse(answered()));
            observer.record(SUBJECT, l -> l.onTransfer(transferred()));
            recording.stop();
            recording.dump(file);
        }
        List<RecordedEvent> recorded = RecordingFile.readAllEvents(file);
        assertThat(recorded).hasSize(2);
        RecordedEvent request = recorded.stream()
                .filter(e -> e.getEventType().getName().endsWith("Request"))
                .findFirst()
                .orElseThrow();
        assertThat(request.getString("operation")).isEqualTo("DEQUEUE");
        assertThat(request.getInt("attempt")).isEqualTo(1);
        assertThat(request.getInt("status")).isEqualTo(204);
        assertThat(request.getDuration("elapsed")).isEqualTo(TIME);
        RecordedEvent transfer = recorded.stream()
                .filter(e -> e.getEventType().getName().endsWith("Transfer"))
                .findFirst()
                .orElseThrow();
        assertThat(transfer.getString("operation")).isEqualTo("DOWNLOAD");
        assertThat(transfer.getLong("bytes")).isEqualTo(1000);
        assertThat(transfer.getDuration("elapsed")).isEqualTo(TIME);
    }

    private static List<String> lines(Class<?> name) {
        return LOG.lines(name.getName());
    }

    private static ConnectorListener.Request request(Operation operation, int attempt) {
        URI target = URI.create("https://nowhere.invalid/data/x");
        return new ConnectorListener.Request(
                SUBJECT.info(1, operation, text -> text),
                2,
                operation,
                attempt,
                Request.get(operation, target).method(),
                target.getHost(),
                443,
                UrlTemplates.of(operation, target),
                1);
    }

    private static Response answered() {
        return new Response(
                request(Operation.DEQUEUE, 1), OptionalInt.of(204), Optional.of("r-1"), Optional.empty(), TIME);
    }

    private static Response failed(String why) {
        return new Response(
                request(Operation.DEQUEUE, 1), OptionalInt.empty(), Optional.empty(), Optional.of(why), TIME);
    }

    private static Transfer transferred() {
        TransferStarted started =
                new TransferStarted(SUBJECT.info(1, Operation.DOWNLOAD, text -> text), 3, Operation.DOWNLOAD);
        return new Transfer(started, 1000, OptionalLong.of(1000), TIME);
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void sneak(Throwable failure) throws E {
        throw (E) failure;
    }
}
