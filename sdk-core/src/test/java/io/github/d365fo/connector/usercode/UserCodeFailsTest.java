package io.github.d365fo.connector.usercode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.OutcomeNotKnownException;
import io.github.d365fo.connector.error.TransportException;
import io.github.d365fo.connector.retry.RetryPolicy;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.connector.support.ScriptedServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a program's own code does when the client calls it: the call ends, typed or well, and nothing of it stays
 * behind. {@code -Dusercode.all=true} tries every way with every verb.
 */
@ExtendWith(CapturedLog.class)
class UserCodeFailsTest {
    private static final boolean ALL = Boolean.getBoolean("usercode.all");
    private static final int PATIENCE_SECONDS = Integer.getInteger("usercode.patience", 60);
    private static final int AS_MANY_AS_WEDGED_A_CLIENT = 60;
    /** What a stage that is not ours tells of its end: a failure without words is lost in it, as if it never ended. */
    private static final Set<Way> SPEAKABLE = EnumSet.complementOf(EnumSet.of(Way.UNSPEAKABLE, Way.UNSPEAKABLE_CAUSE));

    private static final Set<Way> COMMON_WAYS = EnumSet.of(Way.ASSERTION_ERROR, Way.CHECKED_EXCEPTION);
    private static final Set<Verb> COMMON_VERBS = EnumSet.of(Verb.ENQUEUE, Verb.DEQUEUE, Verb.EXPORT);
    private static final AtomicInteger CALLS = new AtomicInteger();
    private static final AtomicInteger WAYS = new AtomicInteger();
    private static final AtomicInteger LOSSES = new AtomicInteger();

    @TempDir
    Path directory;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Service service = new Service();
    private final UserCode code = new UserCode();
    private ScriptedServer server;
    private ConnectorClient client;

    static Stream<Arguments> hooks() {
        return Stream.of(FaceUnderTest.values())
                .flatMap(face -> Stream.of(Hook.values()).map(hook -> Arguments.of(hook, face)));
    }

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedServer(service);
    }

    @AfterEach
    void stop() throws IOException {
        code.disarm();
        client.close(Duration.ZERO);
        server.close();
        threads.shutdownNow();
    }

    @AfterAll
    static void figures() {
        System.out.println("user code fails: " + WAYS + " ways in " + CALLS + " calls, " + LOSSES + " lost");
    }

    private ConnectorClient client(int requestsAtOnce) {
        return ConnectorClient.builder()
                .environment(server.address())
                .tokenProvider(code)
                .clock(code.clock)
                .listener(code)
                .retryPolicy(RetryPolicy.builder().backoff(code).build())
                .maxConcurrentRequests(requestsAtOnce)
                .responseTimeout(Duration.ofSeconds(PATIENCE_SECONDS))
                .build();
    }

    /** One request at once, so that a permit that is not given back stops the next call. */
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("hooks")
    void theCallEndsAndNothingOfItStaysBehind(Hook hook, FaceUnderTest face) throws Exception {
        client = client(1);
        List<String> losses = new ArrayList<>();
        for (Verb verb : hook.verbs) {
            for (Way way : ways(hook, verb)) {
                WAYS.incrementAndGet();
                loss(hook, verb, way, face).ifPresent(loss -> losses.add(verb + " " + way + ": " + loss));
            }
        }
        LOSSES.addAndGet(losses.size());
        assertThat(losses).isEmpty();
    }

    /** The default limit, and more failures than it. */
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("hooks")
    void sixtyFailuresLeaveAClientThatWorks(Hook hook, FaceUnderTest face) throws Exception {
        client = client(52);
        code.client = () -> caller(face).job().dequeue();
        Verb verb = hook.verbs.iterator().next();
        for (int i = 0; i < AS_MANY_AS_WEDGED_A_CLIENT; i++) {
            assertEnd(hook, Way.ASSERTION_ERROR, failing(hook, verb, Way.ASSERTION_ERROR, face));
        }
        for (int i = 0; i < AS_MANY_AS_WEDGED_A_CLIENT; i++) {
            assertThat(end(verb, face)).isNull();
        }
    }

    private static Set<Way> ways(Hook hook, Verb verb) {
        if (!hook.hasWays()) {
            return EnumSet.of(Way.RUNTIME_EXCEPTION);
        }
        if (!ALL && !COMMON_VERBS.contains(verb)) {
            return COMMON_WAYS;
        }
        return hook == Hook.TOKEN_LATE_FAILURE || hook == Hook.DELAY_FAILED_STAGE
                ? SPEAKABLE
                : EnumSet.allOf(Way.class);
    }

    private Optional<String> loss(Hook hook, Verb verb, Way way, FaceUnderTest face) throws Exception {
        code.client = () -> caller(face).job().dequeue();
        try {
            assertEnd(hook, way, failing(hook, verb, way, face));
            assertThat(directory).isEmptyDirectory();
            assertThat(end(verb, face)).as("the same call later").isNull();
            assertThat(end(Verb.ENQUEUE, face)).as("another call later").isNull();
            return Optional.empty();
        } catch (AssertionError e) {
            clear();
            client = client(1);
            return Optional.of(e.getMessage().strip().replaceAll("\\s+", " "));
        }
    }

    /** Returns what a call ended with during which the user's code does what it should not. */
    private Throwable failing(Hook hook, Verb verb, Way way, FaceUnderTest face) throws InterruptedException {
        service.trouble(hook.trouble.reply, hook.trouble == Hook.Trouble.NONE ? 0 : 1);
        code.arm(hook, way);
        try {
            Throwable end = end(verb, face);
            assertThat(code.strikes()).as("the place was reached").isPositive();
            return end;
        } finally {
            code.disarm();
            service.trouble(hook.trouble.reply, 0);
        }
    }

    private static void assertEnd(Hook hook, Way way, Throwable end) {
        if (hook.isListener() && way == Way.INTERRUPTED) {
            assertInterruptedOrNot(end);
        } else if (hook.ends == Hook.Ends.WELL) {
            assertThat(end).isNull();
        } else if (end != null || hook.ends == Hook.Ends.BADLY) {
            assertThat(end).isInstanceOf(ConnectorException.class);
        }
        if (hook.ends == Hook.Ends.BADLY && hook.hasWays()) {
            String thrown = way.failure().getClass().getName();
            assertThat(causes(end)).anyMatch(cause -> cause.toString().contains(thrown));
        }
    }

    /** It is not the listener's failure, but the wish of whoever interrupted the thread; it may come too late. */
    private static void assertInterruptedOrNot(Throwable end) {
        if (end != null) {
            assertThat(end)
                    .isInstanceOfAny(
                            TransportException.class, OutcomeNotKnownException.class, InterruptedIOException.class)
                    .hasMessageContaining("interrupted");
        }
    }

    private static List<Throwable> causes(Throwable failure) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = failure; cause != null && causes.size() < 20; cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes;
    }

    private void clear() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    private FaceCaller caller(FaceUnderTest face) {
        return new FaceCaller(client, face, directory.resolve("target.zip"), code.payload(), code.progress());
    }

    /** Returns what a call ended with, null if with success; fails if it does not end. */
    private Throwable end(Verb verb, FaceUnderTest face) throws InterruptedException {
        CALLS.incrementAndGet();
        Future<?> call = threads.submit(() -> {
            verb.call(caller(face));
            return null;
        });
        try {
            call.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (TimeoutException e) {
            call.cancel(true);
            return fail(verb + " does not end");
        }
    }
}
