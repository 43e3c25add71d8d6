package io.github.d365fo.connector.internal.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.ConnectorListener;
import io.github.d365fo.connector.ConnectorListener.Request;
import io.github.d365fo.connector.ConnectorListener.Response;
import io.github.d365fo.connector.ConnectorListener.Retry;
import io.github.d365fo.connector.ConnectorListener.Throttle;
import io.github.d365fo.connector.ConnectorListener.Transfer;
import io.github.d365fo.connector.ConnectorListener.Wait;
import io.github.d365fo.connector.ConnectorListener.WaitReason;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.support.CapturedLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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

/** What the log, the flight recorder and the user's listener are told, and that none of them can fail a call. */
class ObserverTest {
    private static final Duration TIME = Duration.ofMillis(1500);
    private static final String SECRET = "k3y-0f-th3-d00r-t0-th3-3nv1r0nm3nt";

    @RegisterExtension
    static final CapturedLog LOG = CapturedLog.ofAllLevels();

    private final List<Object> events = new ArrayList<>();
    private final KnownSecrets secrets = new KnownSecrets();
    private final Observer observer = new Observer(new Everything(), secrets);

    @Test
    void everyEventReachesTheListener() {
        List<Object> told = List.of(
                new Request(Operation.DEQUEUE, 1),
                answered(),
                new Retry(Operation.DEQUEUE, 1, TIME, "status 500"),
                new Throttle(Operation.DEQUEUE, TIME),
                new Wait(Operation.DEQUEUE, WaitReason.BACKOFF, Optional.of(TIME)),
                transferred());
        tellAll();
        assertThat(events).isEqualTo(told);
    }

    @Test
    void theLogSaysWhatWithWhatAboutWhatAndForHowLong() {
        Observer about = observer.about("job 1");
        about.tell(l -> l.onRequest(new Request(Operation.DEQUEUE, 2)));
        about.tell(l -> l.onResponse(answered()));
        about.tell(l -> l.onResponse(failed("the connection was reset")));
        about.tell(l -> l.onRetry(new Retry(Operation.DEQUEUE, 2, TIME, "status 500")));
        about.tell(l -> l.onThrottle(new Throttle(Operation.DEQUEUE, TIME)));
        about.tell(l -> l.onTransfer(transferred()));
        assertThat(lines(ConnectorClient.class))
                .containsExactly(
                        "FINER dequeue (job 1): attempt 2",
                        "FINE dequeue (job 1): status 204 after 1500 ms, request id r-1",
                        "FINE dequeue (job 1): the connection was reset after 1500 ms",
                        "INFO dequeue (job 1): attempt 2 failed (status 500), next in 1500 ms",
                        "WARNING dequeue (job 1): throttled by the service, sending nothing for 1500 ms",
                        "FINE download (job 1): 1000 bytes in 1500 ms");
    }

    @Test
    void withoutASubjectTheLogNamesTheOperationAlone() {
        observer.tell(l -> l.onRequest(new Request(Operation.MESSAGE_STATUS, 1)));
        assertThat(lines(ConnectorClient.class)).containsExactly("FINER message status: attempt 1");
    }

    @Test
    void listenersGetNoSecret() {
        secrets.learn(SECRET);
        observer.tell(l -> l.onResponse(new Response(
                Operation.DEQUEUE,
                1,
                OptionalInt.of(400),
                Optional.of("id-" + SECRET),
                Optional.of("failed with " + SECRET),
                TIME)));
        observer.tell(l -> l.onRetry(new Retry(Operation.DEQUEUE, 1, TIME, "because of " + SECRET)));
        assertThat(events).hasSize(2);
        assertThat(events.toString() + lines(ConnectorClient.class))
                .doesNotContain(SECRET)
                .contains("failed with", "because of", "id-");
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
            tellAll();
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

    private void tellAll() {
        observer.tell(l -> l.onRequest(new Request(Operation.DEQUEUE, 1)));
        observer.tell(l -> l.onResponse(answered()));
        observer.tell(l -> l.onRetry(new Retry(Operation.DEQUEUE, 1, TIME, "status 500")));
        observer.tell(l -> l.onThrottle(new Throttle(Operation.DEQUEUE, TIME)));
        observer.tell(l -> l.onWait(new Wait(Operation.DEQUEUE, WaitReason.BACKOFF, Optional.of(TIME))));
        observer.tell(l -> l.onTransfer(transferred()));
    }

    private static Response answered() {
        return new Response(Operation.DEQUEUE, 1, OptionalInt.of(204), Optional.of("r-1"), Optional.empty(), TIME);
    }

    private static Response failed(String why) {
        return new Response(Operation.DEQUEUE, 1, OptionalInt.empty(), Optional.empty(), Optional.of(why), TIME);
    }

    private static Transfer transferred() {
        return new Transfer(Operation.DOWNLOAD, 1000, OptionalLong.of(1000), TIME);
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void sneak(Throwable failure) throws E {
        throw (E) failure;
    }

    private final class Everything implements ConnectorListener {
        @Override
        public void onRequest(Request event) {
            events.add(event);
        }

        @Override
        public void onResponse(Response event) {
            events.add(event);
        }

        @Override
        public void onRetry(Retry event) {
            events.add(event);
        }

        @Override
        public void onThrottle(Throttle event) {
            events.add(event);
        }

        @Override
        public void onWait(Wait event) {
            events.add(event);
        }

        @Override
        public void onTransfer(Transfer event) {
            events.add(event);
        }
    }
}
