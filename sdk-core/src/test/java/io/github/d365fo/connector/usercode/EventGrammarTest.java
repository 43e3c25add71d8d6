package io.github.d365fo.connector.usercode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.github.d365fo.connector.AsyncConnectorClient;
import io.github.d365fo.connector.CallInfo;
import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.ConnectorListener;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.auth.AccessToken;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.datamanagement.DataManagement;
import io.github.d365fo.connector.dequeue.AckRequest;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.dequeue.TransferListener;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.ErrorType;
import io.github.d365fo.connector.retry.Backoff;
import io.github.d365fo.connector.retry.RetryPolicy;
import io.github.d365fo.connector.secrets.Sight;
import io.github.d365fo.connector.support.BuildShare;
import io.github.d365fo.connector.support.EveryEvent;
import io.github.d365fo.connector.support.RecordingClock;
import io.github.d365fo.connector.support.ScriptedServer;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever becomes of a call, its listener hears a whole story of it: see {@link HeardCall#assertWhole()}. */
@Timeout(120)
class EventGrammarTest {
    private static final String TOKEN = "eyJhbGciOiJub25lIn0.eyJhdWQiOiJodHRwczovL3gifQ.c2VjcmV0LXNpZ25hdHVyZQ";
    private static final Duration LITTLE = Duration.ofMillis(300);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Those that may take an hour more than others. */
    private static final Set<Verb> WAITING =
            EnumSet.of(Verb.AWAIT_PROCESSED, Verb.ENQUEUE_AND_AWAIT, Verb.IMPORT, Verb.EXPORT);

    @TempDir
    Path directory;

    private final Service service = new Service();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<HeardCall> calls = new CopyOnWriteArrayList<>();
    private final List<Integer> requestsBefore = new CopyOnWriteArrayList<>();
    private final Sight sight = new Sight();
    private ScriptedServer server;
    private ConnectorClient client;
    private CapturedFutures futures = new CapturedFutures();

    /** What becomes of a call; with the types of error that it may end with. */
    private enum Fate {
        SUCCESS,
        RETRIED(Reply.text(503, "down", "Retry-After: 1"), 1),
        THROTTLED_ONCE(Reply.text(429, "busy", "Retry-After: 1"), 1),
        THROTTLED_FOR_EVER(Reply.text(429, "busy", "Retry-After: 1"), 1000, ErrorType.THROTTLED),
        REJECTED(Reply.text(400, "no"), 1000, ErrorType.STATUS),
        FORBIDDEN(Reply.text(403, "no"), 1000, ErrorType.UNAUTHORIZED),
        LOST(Reply.reset(true), 1000, ErrorType.NO_RESPONSE),
        STALLED(Reply.stalled(1000, new byte[10]), 1000, ErrorType.NO_RESPONSE),
        BROKEN_OFF(Reply.truncated(1000, new byte[10]), 1000, ErrorType.NO_RESPONSE),
        A_WEB_PAGE(Reply.text(200, "<html>Sign in</html>", "Content-Type: text/html"), 1000, ErrorType.values()),
        WITHOUT_TOKEN(ErrorType.NO_TOKEN),
        ENDED_BY_ITS_CALLER(ErrorType.CANCELLED, ErrorType.INTERRUPTED),
        ENDED_BY_CLOSE(ErrorType.CLIENT_CLOSED),
        OUT_OF_TIME(ErrorType.TIMED_OUT, ErrorType.NO_RESPONSE);

        final Reply trouble;
        final int troubles;
        final Set<ErrorType> types;

        Fate(ErrorType... types) {
            this(Reply.text(200, ""), 0, types);
        }

        Fate(Reply trouble, int troubles, ErrorType... types) {
            this.trouble = trouble;
            this.troubles = troubles;
            this.types = Set.of(types);
        }

        boolean isHeld() {
            return this == ENDED_BY_ITS_CALLER || this == ENDED_BY_CLOSE || this == OUT_OF_TIME;
        }
    }

    /** A build on two JDKs runs one of two verbs' cases on each, and one of twelve actions' cases. */
    private static boolean isForThisJdk(FaceUnderTest face, Called verb, Fate fate) {
        return BuildShare.has(face.ordinal() + verb.ordinal() + fate.ordinal(), verb instanceof Action ? 12 : 2);
    }

    static Stream<Arguments> fates() {
        return Stream.of(FaceUnderTest.values())
                .flatMap(face -> Stream.<Called>concat(Stream.of(Verb.values()), Stream.of(Action.values()))
                        .flatMap(verb -> Stream.of(Fate.values())
                                .filter(fate -> fate != Fate.OUT_OF_TIME || !mayWait(verb))
                                .filter(fate -> isForThisJdk(face, verb, fate))
                                .map(fate -> Arguments.of(face, verb, fate))));
    }

    private static boolean mayWait(Called verb) {
        return WAITING.contains(verb) || Action.WAITING.contains(verb);
    }

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedServer(service);
    }

    @AfterEach
    void stop() throws IOException {
        service.letGo();
        if (client != null) {
            client.close(Duration.ZERO);
        }
        server.close();
        threads.shutdownNow();
        sight.close();
    }

    private ConnectorClient client(Fate fate, ConnectorListener... more) {
        var builder = ConnectorClient.builder()
                .environment(server.address())
                .tokenProvider(fate == Fate.WITHOUT_TOKEN ? failing() : TokenProvider.blocking(EventGrammarTest::token))
                .clock(new RecordingClock())
                .listener(new EveryCall())
                .retryPolicy(RetryPolicy.builder()
                        .maxAttempts(3)
                        .backoff(Backoff.fixed(Duration.ofSeconds(7)))
                        .build())
                .stallTimeout(fate == Fate.STALLED ? LITTLE : PATIENCE)
                .responseTimeout(fate == Fate.STALLED ? LITTLE.multipliedBy(2) : PATIENCE)
                .operationTimeout(fate == Fate.OUT_OF_TIME ? LITTLE : Duration.ofHours(1));
        Arrays.asList(more).forEach(builder::listener);
        return builder.build();
    }

    private static AccessToken token() {
        return AccessToken.of(TOKEN, Instant.MAX);
    }

    private static TokenProvider failing() {
        return TokenProvider.blocking(() -> {
            throw new IOException("no identity provider");
        });
    }

    private final class EveryCall implements ConnectorListener {
        @Override
        public ConnectorListener onCallStarted(CallInfo call) {
            requestsBefore.add(server.requests().size());
            HeardCall next = new HeardCall(call);
            calls.add(next);
            return next;
        }
    }

    private FaceCaller caller(FaceUnderTest face) {
        ConnectorClient seen = face == FaceUnderTest.ASYNC ? capturing() : client;
        Payload payload = Payload.ofStream(() -> new ByteArrayInputStream(new byte[100]));
        return new FaceCaller(seen, face, directory.resolve("target.zip"), payload, TransferListener.none());
    }

    private ConnectorClient capturing() {
        AsyncConnectorClient async = futures.of(AsyncConnectorClient.class, client.async());
        return (ConnectorClient) Proxy.newProxyInstance(
                ConnectorClient.class.getClassLoader(),
                new Class<?>[] {ConnectorClient.class},
                (proxy, method, arguments) ->
                        method.getName().equals("async") ? async : method.invoke(client, arguments));
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("fates")
    void aListenerHearsTheWholeStory(FaceUnderTest face, Called verb, Fate fate) throws Exception {
        try (Sight sight = new Sight()) {
            client = client(fate, sight);
            service.trouble(fate.trouble, fate.troubles);
            Throwable failure = end(face, verb, fate);
            await().atMost(PATIENCE)
                    .until(() -> !calls.isEmpty() && calls.get(0).hasEnded());
            assertThat(calls).hasSize(1);
            HeardCall call = calls.get(0);
            call.assertWhole();
            assertEnd(call, fate, failure);
            assertThat(call.caller).as("heard on the caller's thread").isSameAs(callerThread);
            assertThat(requestsBefore).containsExactly(0);
            assertNoSecret(sight.take());
        }
    }

    private volatile Thread callerThread;

    private Throwable end(FaceUnderTest face, Called verb, Fate fate) throws Exception {
        if (fate.isHeld()) {
            service.hold();
        }
        FaceCaller caller = caller(face);
        Future<Throwable> end = threads.submit(() -> {
            callerThread = Thread.currentThread();
            return catchThrowable(() -> verb.call(caller));
        });
        if (fate == Fate.ENDED_BY_ITS_CALLER) {
            service.awaitArrival();
            if (face == FaceUnderTest.ASYNC) {
                assertThat(futures.cancel()).isTrue();
            } else {
                callerThread.interrupt();
            }
        }
        if (fate == Fate.ENDED_BY_CLOSE) {
            service.awaitArrival();
            client.close(Duration.ZERO);
        }
        return end.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static void assertEnd(HeardCall call, Fate fate, Throwable failure) {
        ConnectorListener.CallEnded end = call.end();
        // A stream tells its reader, and the status of an acknowledgement is all that counts.
        if (fate.types.isEmpty()) {
            assertThat(failure).isNull();
        }
        assertThat(end.errorType().isPresent()).as("%s after %s", end, failure).isEqualTo(failure != null);
        assertThat(end.errorType().stream()).isSubsetOf(fate.types);
        List<ConnectorListener.RequestEnded> requests = call.all(ConnectorListener.RequestEnded.class);
        if (!requests.isEmpty()) {
            assertThat(requests)
                    .extracting(ConnectorListener.RequestEnded::inFlight)
                    .last()
                    .isEqualTo(0);
        }
    }

    private static void assertNoSecret(String seen) {
        assertThat(seen).contains("CallEnded").doesNotContain(TOKEN, "sig=s", "c2VjcmV0");
    }

    @Test
    void everyMethodOfDataManagementIsCalled() {
        Set<String> called = new HashSet<>(Set.of("knownSecrets")); // Sends nothing.
        client = client(Fate.SUCCESS);
        Stream.<Called>concat(Stream.of(Verb.values()), Stream.of(Action.values()))
                .forEach(verb -> catchThrowable(() -> verb.call(new Noting(caller(FaceUnderTest.BLOCKING), called))));
        assertThat(called)
                .isEqualTo(Stream.of(DataManagement.class.getMethods())
                        .map(Method::getName)
                        .collect(Collectors.toSet()));
    }

    /** Notes which methods of data management are called, and does nothing else. */
    private record Noting(FaceCaller caller, Set<String> called) implements Verb.Caller {
        @Override
        public DataManagement data() {
            return (DataManagement) Proxy.newProxyInstance(
                    DataManagement.class.getClassLoader(),
                    new Class<?>[] {DataManagement.class},
                    (proxy, method, arguments) -> {
                        called.add(method.getName());
                        throw new UnsupportedOperationException(method.getName());
                    });
        }

        @Override
        public RecurringJob job() {
            return caller.job();
        }

        @Override
        public DequeueResult message() {
            return caller.message();
        }

        @Override
        public Path target() {
            return caller.target();
        }

        @Override
        public Payload payload() {
            return caller.payload();
        }

        @Override
        public TransferListener progress() {
            return caller.progress();
        }
    }

    @Test
    void everyMethodOfAListenerIsHeard() {
        assertThat(methods(ConnectorListener.class)).isEqualTo(methods(EveryEvent.class));
    }

    private static Set<String> methods(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .map(Method::getName)
                .filter(name -> name.startsWith("on"))
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @MethodSource("io.github.d365fo.connector.usercode.EventGrammarTest#faces")
    void eachListenerHasItsOwnContextAndHearsAll(FaceUnderTest face) throws IOException {
        List<String> other = new CopyOnWriteArrayList<>();
        client = client(Fate.SUCCESS, (EveryEvent) event -> {
            other.add(event.getClass().getSimpleName());
            throw new NoSuchMethodError("an adapter of another version");
        });
        Verb.DOWNLOAD.call(caller(face));
        calls.get(0).assertWhole();
        List<String> heard = calls.get(0).events.stream()
                .map(event -> event.getClass().getSimpleName())
                .toList();
        assertThat(other.subList(1, other.size())).isEqualTo(heard);
        assertThat(other.get(0)).isEqualTo("CallInfo");
        assertThat(directory).isEmptyDirectory();
    }

    static Stream<FaceUnderTest> faces() {
        return Stream.of(FaceUnderTest.values());
    }

    @Test
    void aCallWithoutAnArgumentHasNoEvents() {
        client = client(Fate.SUCCESS);
        assertThat(catchThrowable(() -> client.job(FaceCaller.ACTIVITY).acknowledge((AckRequest) null)))
                .isInstanceOf(NullPointerException.class);
        assertThat(calls).isEmpty();
    }

    @Test
    void aStreamThatBreaksOffEndsItsCallWithTheReason() throws IOException {
        client = client(Fate.STALLED);
        service.trouble(Reply.truncated(1000, Files.readAllBytes(zip())), 1);
        FaceCaller caller = caller(FaceUnderTest.BLOCKING);
        try (var stream = caller.job().open(caller.message())) {
            assertThat(calls.get(0).hasEnded()).isFalse();
            assertThat(catchThrowable(stream::readAllBytes)).isInstanceOf(IOException.class);
        }
        calls.get(0).assertWhole();
        assertThat(calls.get(0).end().errorType()).contains(ErrorType.NO_RESPONSE);
        assertThat(calls.get(0).end().failure()).isEmpty();
    }

    private Path zip() throws IOException {
        return Files.write(directory.resolve("whole.zip"), Service.PACKAGE);
    }
}
