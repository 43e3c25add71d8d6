package io.github.d365fo.feed.internal.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.support.BuildShare;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.feed.FeedListener;
import io.github.d365fo.feed.FeedState;
import io.github.d365fo.feed.ImportFeed;
import io.github.d365fo.feed.ImportFeedException;
import io.github.d365fo.feed.ImportReport;
import io.github.d365fo.feed.support.Strikes;
import io.github.d365fo.feed.support.StruckClock;
import io.github.d365fo.feed.support.StruckThreads;
import io.github.d365fo.testkit.TestClock;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is thrown in a feed's threads, at whatever call, it goes on, or has failed and says why. */
@Timeout(120)
class ImportFeedErrorsTest {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);
    private static final List<String> CONTENTS = List.of("1", "2", "3");

    @RegisterExtension
    static final CapturedLog LOG = new CapturedLog();

    private final TestClock time = new TestClock();
    private final QuickJob job = new QuickJob(time, Duration.ofSeconds(30));
    private final FileSystem memory = Jimfs.newFileSystem(Configuration.unix());
    private final FolderPaths paths = FeedRig.beside(memory.getPath("/work"));
    private final List<Throwable> troubles = new CopyOnWriteArrayList<>();

    /** Who throws. */
    enum Place {
        CLOCK(25),
        LISTENER(8),
        CALLBACK(3),
        REQUEST(4),
        BEFORE_A_CALL(8),
        AFTER_A_CALL(8),
        DISK(30),
        THREAD(4);

        /** Whose failures are the feed's trouble, and not a file's or nobody's. */
        private static final Set<Place> TROUBLE = EnumSet.complementOf(EnumSet.of(LISTENER, REQUEST));

        private final int calls;

        Place(int calls) {
            this.calls = calls;
        }
    }

    /** One place, from one call on. */
    record Case(Place place, int first, int count, boolean runs, int kind) {
        Strikes strikes() {
            return new Strikes(first, count, Strikes.KINDS.get(kind));
        }
    }

    /** Each place at each of its calls, with each kind of failure in its turn, in a service and in a run. */
    static Stream<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (Place place : Place.values()) {
            for (int first = 1; first <= place.calls; first++) {
                int count = first % 2 == 0 ? 4 : 1;
                int kind = cases.size() % Strikes.KINDS.size();
                cases.add(new Case(place, first, count, cases.size() % 4 == 3, kind));
            }
        }
        return cases.stream().filter(each -> BuildShare.has(each.first() / 2));
    }

    @BeforeEach
    void fillInbox() throws IOException {
        paths.check();
        for (String each : CONTENTS) {
            Files.writeString(paths.inbox().resolve(each + ".csv"), each);
        }
    }

    @AfterEach
    void close() throws IOException {
        memory.close();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void goesOnOrSaysWhyNot(Case each) throws Exception {
        Strikes strikes = each.strikes();
        ImportFeed feed = feed(each, strikes);
        strikes.arm();
        Optional<Throwable> thrown = each.runs ? run(feed) : serve(feed);
        inTime(feed::close);
        strikes.disarm();

        boolean told = thrown.isEmpty() || thrown.get() instanceof ImportFeedException;
        if (told && strikes.struck() > 0 && Place.TROUBLE.contains(each.place)) {
            assertThat(feed.health().lastError()).isPresent();
            assertThat(feed.health().lastErrorAt()).isPresent();
            await().atMost(LONG_ENOUGH).until(() -> !troubles.isEmpty());
            assertThat(LOG.lines("io.github.d365fo.feed.ImportFeed")).isNotEmpty();
        }
        if (!hasEndedAll(feed.report())) {
            assertThat(thrown.isPresent() || feed.health().state() == FeedState.FAILED)
                    .isTrue();
        }
        // What was on its way when it ended is the next feed's.
        inTime(this::finish);
        assertAllEnded();
    }

    /** Returns what its caller sees, if it does not start. */
    private static Optional<Throwable> serve(ImportFeed feed) {
        Throwable thrown = catchThrowable(feed::start);
        if (thrown == null) {
            await().atMost(LONG_ENOUGH)
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> hasEndedAll(feed.report()) || feed.health().state() == FeedState.FAILED);
        }
        return Optional.ofNullable(thrown);
    }

    private static boolean hasEndedAll(ImportReport report) {
        return report.processed() + report.failed() + report.inDoubt() == CONTENTS.size();
    }

    private static Optional<Throwable> run(ImportFeed feed) throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        inTime(() -> thrown.set(catchThrowable(feed::runUntilEmpty)));
        return Optional.ofNullable(thrown.get());
    }

    private static void inTime(Runnable call) throws Exception {
        CompletableFuture.runAsync(call, task -> new Thread(task).start())
                .get(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS);
    }

    private void finish() {
        try (ImportFeed next = new FeedRig(paths, time).feed(new QuickService(job).destination())) {
            next.runUntilEmpty();
        }
    }

    private void assertAllEnded() throws IOException {
        assertThat(names(Inboxes.files(paths.inbox()))).isEmpty();
        assertThat(names(Inboxes.files(paths.taken()))).isEmpty();
        List<String> done = names(Inboxes.files(paths.done()));
        List<String> doubt = names(Inboxes.files(paths.inDoubt()));
        List<String> failed = names(Inboxes.files(paths.failed()));
        assertThat(Stream.of(done, doubt, failed).flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(CONTENTS);
        assertThat(job.arrived()).doesNotHaveDuplicates().containsAll(done);
        assertThat(failed).noneMatch(job.arrived()::contains);
    }

    private static List<String> names(List<String> files) {
        return files.stream()
                .filter(each -> each.endsWith(".csv"))
                .map(each -> each.replace(".csv", ""))
                .toList();
    }

    private ImportFeed feed(Case each, Strikes strikes) {
        return new FeedRig(paths, each.place == Place.CLOCK ? new StruckClock(time, strikes) : time)
                .concurrency(2)
                .executor(Executors.newCachedThreadPool(new StruckThreads(() -> call(each, Place.THREAD, strikes))))
                .watcher(step -> call(each, Place.DISK, strikes))
                .listener(listener(each, strikes))
                .onResult(result -> call(each, Place.CALLBACK, strikes))
                .feed(destination(strikes, each.place));
    }

    private static void call(Case each, Place place, Strikes strikes) {
        if (each.place == place) {
            strikes.call();
        }
    }

    private FeedListener listener(Case each, Strikes strikes) {
        return (FeedListener) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {FeedListener.class}, (proxy, method, arguments) -> {
                    if (arguments[0] instanceof FeedListener.ImportTrouble event) {
                        troubles.add(event.failure());
                    }
                    call(each, Place.LISTENER, strikes);
                    return null;
                });
    }

    private Destination destination(Strikes strikes, Place place) {
        RecurringJob inner = job.proxy();
        RecurringJob struck = (RecurringJob) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {RecurringJob.class}, (proxy, method, arguments) -> {
                    boolean asks = method.getName().matches("enqueue|messageStatus|outcome");
                    if (asks && place == Place.BEFORE_A_CALL) {
                        strikes.call();
                    }
                    Object answer;
                    try {
                        synchronized (job) {
                            answer = method.invoke(inner, arguments);
                        }
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    if (asks && place == Place.AFTER_A_CALL) {
                        strikes.call();
                    }
                    return answer;
                });
        return new JobDestination(struck, file -> {
            if (place == Place.REQUEST) {
                strikes.call();
            }
            return EnqueueRequest.of(Payload.ofFile(file)).entity("Customer groups");
        });
    }
}
