package io.github.d365fo.feed.internal.export;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.error.ThrottledException;
import io.github.d365fo.feed.Export;
import io.github.d365fo.feed.FailureKind;
import io.github.d365fo.feed.FeedHealth;
import io.github.d365fo.feed.FeedListener;
import io.github.d365fo.feed.FeedListener.HandlingEnded;
import io.github.d365fo.feed.FeedListener.HandlingListener;
import io.github.d365fo.feed.FeedListener.HandlingStarted;
import io.github.d365fo.feed.FeedListener.LeftReason;
import io.github.d365fo.feed.FeedReport;
import io.github.d365fo.feed.FeedState;
import io.github.d365fo.feed.LedgerState;
import io.github.d365fo.feed.LeftOver;
import io.github.d365fo.feed.internal.run.FeedLog;
import io.github.d365fo.feed.internal.run.Waits;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Counts what happens, and tells the listeners and the log. Thread-safe. */
final class Book {
    private static final FeedLog LOG = new FeedLog("io.github.d365fo.feed");

    /** The service deletes packages after this time ("Recurring integrations, API for dequeue"). */
    private static final Duration KEPT_BY_THE_SERVICE = Duration.ofDays(7);

    private final ActivityId activity;
    private final List<FeedListener> listeners;
    private final Clock clock;
    private final Executor teller;
    private final KnownSecrets ofMessages = new KnownSecrets();
    private final KnownSecrets ofClient;
    private final AtomicLong handled = new AtomicLong();
    private final AtomicLong duplicates = new AtomicLong();
    private final AtomicLong quarantined = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong withoutFile = new AtomicLong();
    private final AtomicLong unanswered = new AtomicLong();
    private final Map<String, Unacknowledged> unacknowledged = new ConcurrentHashMap<>();
    private volatile Optional<Instant> lastPoll = Optional.empty();
    private volatile Optional<Instant> lastSuccess = Optional.empty();
    private volatile Optional<Instant> throttledUntil = Optional.empty();
    private volatile Optional<Mishap> lastError = Optional.empty();
    private volatile boolean stopped;

    private record Mishap(Throwable failure, Instant at) {}

    private record Unacknowledged(String correlationId, Instant firstSeen, Instant returnsAt) {}

    /**
     * Creates an empty book.
     *
     * @param teller runs what tells the listeners
     */
    Book(Settings settings, Executor teller) {
        this.teller = teller;
        this.activity = settings.job().activityId();
        this.ofClient = settings.job().knownSecrets();
        this.listeners = settings.listeners();
        this.clock = settings.clock();
    }

    /** Learns the secrets of a message, which must not get out with what a handler throws. */
    void learn(DequeueResult message) {
        ofMessages.learn(message.popReceipt());
        message.downloadLocation().ifPresent(ofMessages::learn);
    }

    /** Returns {@code failure} without secrets, as everybody may see it. */
    Throwable clean(Throwable failure) {
        return ofClient.clean(ofMessages.clean(failure));
    }

    void polled() {
        lastPoll = Optional.of(clock.instant());
    }

    void unanswered() {
        unanswered.incrementAndGet();
    }

    /** Runs {@code handler}, and tells its beginning and its end in this thread. */
    @SuppressWarnings("PMD.AvoidCatchingThrowable") // it is thrown on
    <T> T handling(Export export, Waits waits, Callable<T> handler) throws Exception {
        HandlingStarted started = new HandlingStarted(
                activity, export.message().correlationId(), export.attempt(), export.size(), export.leaseExpiresAt());
        List<HandlingListener> told = begun(started);
        Instant begun = waits.now();
        Optional<Throwable> failure = Optional.empty();
        try {
            return handler.call();
        } catch (Throwable e) {
            failure = Optional.of(clean(e));
            throw e;
        } finally {
            HandlingEnded ended =
                    new HandlingEnded(started, failure, Duration.between(begun, waits.now()), export.remaining());
            told.forEach(each -> guarded(() -> each.onHandlingEnded(ended)));
        }
    }

    /** The last to begin is the first to end, since what it has made current is inside what the others have. */
    private List<HandlingListener> begun(HandlingStarted event) {
        List<HandlingListener> told = new ArrayList<>();
        listeners.forEach(each -> guarded(() ->
                told.add(0, Objects.requireNonNull(each.onHandlingStarted(event), "onHandlingStarted returned null"))));
        return told;
    }

    void handled(String correlationId, int attempt, Duration elapsed) {
        handled.incrementAndGet();
        lastSuccess = Optional.of(clock.instant());
        tell(to -> to.onHandled(new FeedListener.Handled(activity, correlationId, attempt, elapsed)));
    }

    void duplicate(String correlationId, LedgerState state) {
        duplicates.incrementAndGet();
        tell(to -> to.onDuplicate(new FeedListener.Duplicate(activity, correlationId, state)));
    }

    void withoutFile(String correlationId, Optional<String> reason) {
        withoutFile.incrementAndGet();
        LOG.log(Level.WARNING, "message {0} carries no file: {1}", correlationId, reason.orElse("no reason was given"));
        tell(to -> to.onNoFile(new FeedListener.NoFile(activity, correlationId, reason)));
    }

    void attemptFailed(String correlationId, int attempt, FailureKind kind, Throwable thrown) {
        failed.incrementAndGet();
        Throwable failure = clean(thrown);
        remember(failure);
        LOG.log(
                Level.WARNING,
                "attempt " + attempt + " to handle message " + correlationId + " failed: " + kind,
                failure);
        tell(to -> to.onAttemptFailed(new FeedListener.AttemptFailed(activity, correlationId, attempt, kind, failure)));
    }

    void quarantined(String correlationId, Path place, Optional<Throwable> thrown) {
        quarantined.incrementAndGet();
        Optional<Throwable> failure = thrown.map(this::clean);
        LOG.log(Level.ERROR, "message {0} is in quarantine: {1}", correlationId, place);
        tell(to -> to.onQuarantined(new FeedListener.Quarantined(activity, correlationId, place, failure)));
    }

    void acknowledged(Optional<String> entry, String correlationId) {
        entry.ifPresent(unacknowledged::remove);
        unacknowledged.values().removeIf(each -> each.correlationId.equals(correlationId));
        lastSuccess = Optional.of(clock.instant());
    }

    /**
     * Looks at what was left and has come back since, maybe to another machine.
     *
     * @param isSettled says of a name from {@link #left} whether its message is acknowledged
     */
    void review(Predicate<String> isSettled) {
        Instant now = clock.instant();
        unacknowledged.forEach((name, each) -> {
            boolean isGone = each.firstSeen.isBefore(now.minus(KEPT_BY_THE_SERVICE));
            if (isGone || (each.returnsAt.isBefore(now) && isSettled.test(name))) {
                unacknowledged.remove(name, each);
            }
        });
    }

    /** The message is not acknowledged; {@code name} is the ledger's, or else the message's own. */
    void left(String name, DequeueResult message, LeftReason reason, Optional<Throwable> thrown) {
        Optional<Throwable> failure = thrown.map(this::clean);
        Instant now = clock.instant();
        String correlationId = message.correlationId();
        Instant returnsAt = message.leaseExpiresAt();
        unacknowledged.merge(
                name,
                new Unacknowledged(correlationId, now, returnsAt),
                (old, fresh) -> new Unacknowledged(correlationId, old.firstSeen, returnsAt));
        failure.ifPresent(this::remember);
        LOG.log(
                Level.INFO,
                "message {0} is not acknowledged and returns at {1}: {2}",
                correlationId,
                returnsAt,
                reason);
        tell(to -> to.onLeft(new FeedListener.Left(activity, correlationId, reason, returnsAt, failure)));
    }

    void trouble(String doing, Throwable thrown) {
        Throwable failure = clean(thrown);
        remember(failure);
        if (failure instanceof ThrottledException throttled) {
            throttledUntil = Optional.of(clock.instant().plus(throttled.retryAfter()));
        }
        LOG.log(Level.WARNING, doing + " failed", failure);
        tell(to -> to.onTrouble(new FeedListener.Trouble(activity, doing, failure)));
    }

    /** The feed stops for good. No later failure, which may follow from that, takes the place of the reason. */
    void stops(String doing, Throwable failure) {
        remember(failure);
        stopped = true;
        LOG.log(Level.ERROR, "the feed of job " + activity + " stops, since " + doing + " failed", failure);
        tell(to -> to.onTrouble(new FeedListener.Trouble(activity, doing, failure)));
    }

    void stateChanged(FeedState from, FeedState to) {
        tell(each -> each.onStateChanged(new FeedListener.StateChanged(activity, from, to)));
    }

    private void remember(Throwable failure) {
        if (!stopped) {
            lastError = Optional.of(new Mishap(failure, clock.instant()));
        }
    }

    /** There may be no thread to tell it, either. */
    private void tell(Consumer<FeedListener> event) {
        guarded(() -> teller.execute(() -> listeners.forEach(each -> guarded(() -> event.accept(each)))));
    }

    @SuppressWarnings("PMD.AvoidCatchingThrowable") // a listener is not ours, and an Error of it must not end a worker
    private void guarded(Runnable telling) {
        try {
            telling.run();
        } catch (Throwable e) {
            LOG.log(Level.WARNING, "a feed's listener failed and is passed over", clean(e));
        }
    }

    FeedReport report(long spooled) {
        Instant now = clock.instant();
        List<LeftOver> leftOver = unacknowledged.values().stream()
                .filter(each -> each.returnsAt.isAfter(now))
                .map(each -> new LeftOver(each.correlationId, each.returnsAt))
                .sorted(Comparator.comparing(LeftOver::returnsAt))
                .toList();
        return new FeedReport(
                handled.get(),
                duplicates.get(),
                quarantined.get(),
                failed.get(),
                withoutFile.get(),
                spooled,
                unanswered.get(),
                leftOver);
    }

    FeedHealth health(FeedState state, int inFlight, int spooled, long spooledBytes) {
        Instant now = clock.instant();
        Optional<Mishap> error = lastError;
        return new FeedHealth(
                state,
                lastPoll,
                lastSuccess,
                error.map(Mishap::failure),
                error.map(Mishap::at),
                inFlight,
                quarantined.get(),
                spooled,
                throttledUntil.filter(time -> time.isAfter(now)),
                unacknowledged.values().stream().map(Unacknowledged::firstSeen).min(Comparator.naturalOrder()),
                spooledBytes,
                0);
    }
}
