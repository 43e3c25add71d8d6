package io.github.d365fo.feed.internal.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.d365fo.connector.support.BuildShare;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.feed.CommitMode;
import io.github.d365fo.feed.DeliveryLedger;
import io.github.d365fo.feed.ExportFeed;
import io.github.d365fo.feed.FailureKind;
import io.github.d365fo.feed.FeedListener;
import io.github.d365fo.feed.FeedState;
import io.github.d365fo.feed.LedgerSession;
import io.github.d365fo.feed.PoisonPolicy;
import io.github.d365fo.feed.support.Strikes;
import io.github.d365fo.feed.support.StruckClock;
import io.github.d365fo.feed.support.StruckThreads;
import io.github.d365fo.testkit.TestClock;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is thrown in a feed's threads, at whatever call, it goes on, or has failed and says why. */
@Timeout(120)
class ExportFeedErrorsTest {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);
    private static final int MESSAGES = 3;

    @RegisterExtension
    static final CapturedLog LOG = new CapturedLog();

    private final TestClock time = new TestClock();
    private final FileSystem memory = Jimfs.newFileSystem(Configuration.unix());
    private final Path spool = memory.getPath("/feed/spool");
    private final List<Throwable> troubles = new CopyOnWriteArrayList<>();
    private final List<String> handled = new CopyOnWriteArrayList<>();

    /** Who throws. */
    enum Place {
        CLOCK(20),
        LISTENER(10),
        BEFORE_THE_HANDLER(3),
        CLASSIFIER(3),
        BEFORE_THE_LEDGER(16),
        AFTER_THE_LEDGER(16),
        BEFORE_A_CALL(8),
        AFTER_A_CALL(8),
        THREAD(5);

        /** Whose failures are the feed's trouble. */
        private static final Set<Place> TROUBLE =
                EnumSet.complementOf(EnumSet.of(LISTENER, BEFORE_A_CALL, AFTER_A_CALL));

        private final int calls;

        Place(int calls) {
            this.calls = calls;
        }
    }

    /** One place, from one call on. */
    record Case(Place place, int first, int count, CommitMode commit, int kind) {}

    /** Each place at each of its calls, with each kind of failure in its turn, once and a few times. */
    static Stream<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (Place place : Place.values()) {
            for (int first = 1; first <= place.calls; first++) {
                int count = first % 2 == 0 ? 4 : 1;
                CommitMode commit = cases.size() % 4 < 2 ? CommitMode.AFTER_HANDLER : CommitMode.AFTER_SPOOL;
                cases.add(new Case(place, first, count, commit, cases.size() % Strikes.KINDS.size()));
            }
        }
        return cases.stream().filter(each -> BuildShare.has(each.first() / 2));
    }

    @AfterEach
    void close() throws IOException {
        memory.close();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void goesOnOrSaysWhyNot(Case each) throws Exception {
        Strikes strikes = new Strikes(each.first, each.count, Strikes.KINDS.get(each.kind));
        QuickQueue queue = new QuickQueue(
                time,
                MESSAGES,
                () -> call(each, Place.BEFORE_A_CALL, strikes),
                () -> call(each, Place.AFTER_A_CALL, strikes));
        ExportFeed feed = feed(queue, each, strikes);
        strikes.arm();
        Throwable unstarted = catchThrowable(feed::start);
        if (unstarted == null) {
            await().atMost(LONG_ENOUGH)
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> isDone(queue, feed) || feed.health().state() == FeedState.FAILED);
        }
        CompletableFuture.runAsync(feed::close, task -> new Thread(task).start())
                .get(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS);
        strikes.disarm();

        if (strikes.struck() > 0 && Place.TROUBLE.contains(each.place) && unstarted == null) {
            assertThat(feed.health().lastError()).isPresent();
            assertThat(feed.health().lastErrorAt()).isPresent();
            await().atMost(LONG_ENOUGH).until(() -> !troubles.isEmpty());
            assertThat(LOG.lines("io.github.d365fo.feed")).isNotEmpty();
        }
        if (!isDone(queue, feed)) {
            finish(queue);
        }
        assertThat(handled).doesNotHaveDuplicates().containsExactlyInAnyOrder("message-0", "message-1", "message-2");
    }

    private boolean isDone(QuickQueue queue, ExportFeed feed) {
        return queue.isEmpty() && handled.size() == MESSAGES && feed.report().spooled() == 0;
    }

    private void finish(QuickQueue queue) {
        Strikes none = new Strikes(0, 0, Error::new);
        time.advance(Duration.ofHours(1));
        try (ExportFeed next = feed(queue, new Case(Place.LISTENER, 0, 0, CommitMode.AFTER_SPOOL, 0), none)) {
            next.start();
            await().atMost(LONG_ENOUGH).until(() -> isDone(queue, next));
        }
    }

    private static void call(Case each, Place place, Strikes strikes) {
        if (each.place == place) {
            strikes.call();
        }
    }

    private ExportFeed feed(QuickQueue queue, Case each, Strikes strikes) {
        AtomicInteger failures = new AtomicInteger();
        Settings settings = new Settings(
                queue.job(),
                new PlainHandler(export -> {
                    call(each, Place.BEFORE_THE_HANDLER, strikes);
                    if (each.place == Place.CLASSIFIER && failures.incrementAndGet() <= each.first) {
                        throw new IOException("planned");
                    }
                    handled.add(export.message().correlationId());
                }),
                each.commit,
                spool,
                1_000_000,
                ledger(each, strikes),
                2,
                100,
                failure -> {
                    call(each, Place.CLASSIFIER, strikes);
                    return FailureKind.RETRYABLE;
                },
                spool.resolve("quarantine"),
                PoisonPolicy.ACKNOWLEDGE,
                Duration.ofSeconds(5),
                Duration.ofMinutes(1),
                Duration.ofMinutes(2),
                Duration.ofMinutes(10),
                Duration.ofSeconds(5),
                false,
                List.of(listener(each, strikes)),
                each.place == Place.CLOCK ? new StruckClock(time, strikes) : time);
        return new RunningExportFeed(settings, new StruckThreads(() -> call(each, Place.THREAD, strikes)));
    }

    private FeedListener listener(Case each, Strikes strikes) {
        return (FeedListener) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {FeedListener.class}, (proxy, method, arguments) -> {
                    if (arguments[0] instanceof FeedListener.Trouble event) {
                        troubles.add(event.failure());
                    } else if (arguments[0] instanceof FeedListener.AttemptFailed event) {
                        troubles.add(event.failure());
                    }
                    call(each, Place.LISTENER, strikes);
                    return method.getReturnType() == void.class
                            ? null
                            : FeedListener.none().onHandlingStarted((FeedListener.HandlingStarted) arguments[0]);
                });
    }

    private DeliveryLedger ledger(Case each, Strikes strikes) {
        DeliveryLedger kept = DeliveryLedger.inDirectory(memory.getPath("/feed/ledger"));
        return (activity, owner, clock) -> {
            LedgerSession inner = kept.open(activity, owner, clock);
            return (LedgerSession) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {LedgerSession.class}, (proxy, method, arguments) -> {
                        boolean asks = !method.getName().equals("close");
                        if (asks) {
                            call(each, Place.BEFORE_THE_LEDGER, strikes);
                        }
                        Object answer;
                        try {
                            answer = method.invoke(inner, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                        if (asks) {
                            call(each, Place.AFTER_THE_LEDGER, strikes);
                        }
                        return answer;
                    });
        };
    }
}
