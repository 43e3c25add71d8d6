package io.github.d365fo.feed;

import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.feed.internal.export.HandlerFactory;
import io.github.d365fo.feed.internal.export.PlainHandler;
import io.github.d365fo.feed.internal.export.RunningExportFeed;
import io.github.d365fo.feed.internal.export.Settings;
import io.github.d365fo.feed.internal.export.TransactionalHandler;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Builds an {@link ExportFeed}. A spool and one handler are required. Not thread-safe. */
public final class ExportFeedBuilder {
    private static final int MOST_AT_ONCE = 1000;
    private static final long GIBIBYTE = 1L << 30;

    private final RecurringJob job;
    private @Nullable PlainHandler handler;
    private @Nullable TransactionalHandler transactional;
    private CommitMode commit = CommitMode.AFTER_HANDLER;
    private @Nullable Path spool;
    private long spoolLimit = 10 * GIBIBYTE;
    private @Nullable DeliveryLedger ledger;
    private int concurrency = 1;
    private int attempts = 5;
    private FailureClassifier classifier = FailureClassifier.ofDefaults();
    private @Nullable Path quarantine;
    private PoisonPolicy poison = PoisonPolicy.ACKNOWLEDGE;
    private Duration idleFirst = Duration.ofSeconds(5);
    private Duration idleMost = Duration.ofMinutes(1);
    private Duration leaseMargin = Duration.ofMinutes(2);
    private Duration claim = Duration.ofMinutes(10);
    private Duration drainTimeout = Duration.ofSeconds(25);
    private boolean shutdownHook;
    private final List<FeedListener> listeners = new ArrayList<>();
    private Clock clock = Clock.systemUTC();

    ExportFeedBuilder(RecurringJob job) {
        this.job = Objects.requireNonNull(job, "job");
    }

    /** Sets what takes the exports over. */
    public ExportFeedBuilder handler(ExportHandler takesOver) {
        handler = new PlainHandler(Objects.requireNonNull(takesOver, "handler"));
        return this;
    }

    /**
     * Sets what takes the exports over into a database, each exactly once. The ledger is a {@link DeliveryLedger#jdbc} one
     * in the same database: that of {@code source} unless {@link #ledger} names another. Before the first package is
     * handled, the feed looks for the ledger's entry through {@code source}; if it is not there, the feed ends in
     * {@link FeedState#FAILED}, and no attempt is counted.
     */
    public ExportFeedBuilder transactionalHandler(DataSource source, TransactionalExportHandler takesOver) {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(takesOver, "takesOver");
        transactional = new TransactionalHandler(source, takesOver);
        if (ledger == null) {
            ledger = DeliveryLedger.jdbc(source);
        }
        return this;
    }

    /** Sets when a message is acknowledged. Default {@link CommitMode#AFTER_HANDLER}. */
    public ExportFeedBuilder commit(CommitMode mode) {
        commit = Objects.requireNonNull(mode, "commit");
        return this;
    }

    /**
     * Sets the directory where packages lie from their download until they are settled. It is made if it is missing, and
     * belongs to this job's feed alone. Keep it over restarts; it must be on a disk of this machine.
     */
    public ExportFeedBuilder spool(Path directory) {
        spool = Objects.requireNonNull(directory, "spool");
        return this;
    }

    /**
     * Sets how many bytes may lie in the spool before nothing more is asked for. Default 10 GiB. The package that goes
     * beyond it is still taken, so that none is too large.
     *
     * @throws IllegalArgumentException if {@code bytes} is less than 1
     */
    public ExportFeedBuilder spoolLimit(long bytes) {
        spoolLimit = atLeastOne("spoolLimit", bytes);
        return this;
    }

    /** Sets what remembers the messages. Default {@link DeliveryLedger#inDirectory} in the spool. */
    public ExportFeedBuilder ledger(DeliveryLedger remembers) {
        ledger = Objects.requireNonNull(remembers, "ledger");
        return this;
    }

    /**
     * Sets how many messages are worked on at once. Default 1, which keeps their order as far as the service does.
     *
     * @throws IllegalArgumentException if {@code messages} is less than 1 or more than 1,000
     */
    public ExportFeedBuilder concurrency(int messages) {
        if (messages > MOST_AT_ONCE) {
            throw new IllegalArgumentException("concurrency: expected at most 1000, but got " + messages);
        }
        concurrency = (int) atLeastOne("concurrency", messages);
        return this;
    }

    /**
     * Sets how often a package is tried before it goes to quarantine, over restarts and redeliveries. Default 5.
     *
     * @throws IllegalArgumentException if {@code most} is less than 1
     */
    public ExportFeedBuilder attempts(int most) {
        attempts = (int) atLeastOne("attempts", most);
        return this;
    }

    /** Sets what decides about failures. Default {@link FailureClassifier#ofDefaults()}. */
    public ExportFeedBuilder classifier(FailureClassifier decides) {
        classifier = Objects.requireNonNull(decides, "classifier");
        return this;
    }

    /** Sets where packages go that could not be handled. Default the directory {@code quarantine} in the spool. */
    public ExportFeedBuilder quarantine(Path directory) {
        quarantine = Objects.requireNonNull(directory, "quarantine");
        return this;
    }

    /** Sets what becomes of a message in quarantine. Default {@link PoisonPolicy#ACKNOWLEDGE}. */
    public ExportFeedBuilder poison(PoisonPolicy policy) {
        poison = Objects.requireNonNull(policy, "poison");
        return this;
    }

    /**
     * Sets the waits after an answer that there is no message: the first, and the longest to which they double. Default 5
     * seconds and 1 minute.
     *
     * @throws IllegalArgumentException if {@code first} is not positive or longer than {@code longest}
     */
    public ExportFeedBuilder idleWait(Duration first, Duration longest) {
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(longest, "longest");
        positive("idleWait", first);
        if (first.compareTo(longest) > 0) {
            throw new IllegalArgumentException("idleWait: expected the first to be no longer than the longest, but got "
                    + first + " and " + longest);
        }
        idleFirst = first;
        idleMost = longest;
        return this;
    }

    /**
     * Sets how long before the end of its lease a message counts as lost: no handler begins, and nothing is acknowledged.
     * Default 2 minutes.
     *
     * @throws IllegalArgumentException if {@code margin} is not positive, or not shorter than the lease of 30 minutes
     */
    public ExportFeedBuilder leaseMargin(Duration margin) {
        positive("leaseMargin", margin);
        if (margin.compareTo(DequeueResult.LEASE) >= 0) {
            throw new IllegalArgumentException(
                    "leaseMargin: expected less than the lease of 30 minutes, but got " + margin);
        }
        leaseMargin = margin;
        return this;
    }

    /**
     * Sets how long another machine waits for one that has died before it takes over its messages. Claims are renewed every
     * third of it. Default 10 minutes.
     *
     * @throws IllegalArgumentException if {@code length} is not positive
     */
    public ExportFeedBuilder claim(Duration length) {
        claim = positive("claim", length);
        return this;
    }

    /**
     * Sets how long {@link ExportFeed#close()} lets running handlers go on. Default 25 seconds, which fits the 30 that
     * Kubernetes gives. Those that have not ended are interrupted then, and the attempts of those that end within two more
     * seconds don't count.
     *
     * @throws IllegalArgumentException if {@code timeout} is not positive
     */
    public ExportFeedBuilder drainTimeout(Duration timeout) {
        drainTimeout = positive("drainTimeout", timeout);
        return this;
    }

    /** Sets whether the feed is closed when the JVM shuts down, by a signal for example. Default no. */
    public ExportFeedBuilder shutdownHook(boolean wanted) {
        shutdownHook = wanted;
        return this;
    }

    /**
     * Adds a listener that sees the feed's work. May be called several times: each event goes to all of them, in the order
     * in which they were added. Default none.
     */
    public ExportFeedBuilder listener(FeedListener sees) {
        listeners.add(Objects.requireNonNull(sees, "listener"));
        return this;
    }

    /**
     * Sets the clock by which leases, claims and waits run. Default the system's. It must be that of the client, whose
     * leases are counted by it; the fake server's is a {@link io.github.d365fo.connector.VirtualClock}, which takes over
     * the waits, too.
     */
    public ExportFeedBuilder clock(Clock time) {
        clock = Objects.requireNonNull(time, "clock");
        return this;
    }

    /**
     * Returns the feed, not started. Nothing was opened or written.
     *
     * @throws IllegalStateException if the spool or a handler is missing, if there are two handlers, or if a transactional
     *     handler has a ledger that is in no database
     */
    public ExportFeed build() {
        HandlerFactory chosen = chosenHandler();
        Path directory = required("spool", spool).toAbsolutePath();
        DeliveryLedger remembers = ledger == null ? DeliveryLedger.inDirectory(directory.resolve("ledger")) : ledger;
        if (chosen instanceof TransactionalHandler && !(remembers instanceof JdbcDeliveryLedger)) {
            throw new IllegalStateException(
                    "ledger: a transactional handler needs DeliveryLedger.jdbc, in the database that it writes to");
        }
        return new RunningExportFeed(new Settings(
                job,
                chosen,
                commit,
                directory,
                spoolLimit,
                remembers,
                concurrency,
                attempts,
                classifier,
                quarantine == null ? directory.resolve("quarantine") : quarantine.toAbsolutePath(),
                poison,
                idleFirst,
                idleMost,
                leaseMargin,
                claim,
                drainTimeout,
                shutdownHook,
                List.copyOf(listeners),
                clock));
    }

    private HandlerFactory chosenHandler() {
        if (handler != null && transactional != null) {
            throw new IllegalStateException(
                    "handler: expected handler or transactionalHandler, but both were set; a feed has one");
        }
        return transactional == null ? required("handler", handler) : transactional;
    }

    private static <T> T required(String name, @Nullable T value) {
        if (value == null) {
            throw new IllegalStateException(name + ": it is required and was not set");
        }
        return value;
    }

    private static long atLeastOne(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": expected at least 1, but got " + value);
        }
        return value;
    }

    private static Duration positive(String name, Duration value) {
        Objects.requireNonNull(value, name);
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + ": expected more than zero, but got " + value);
        }
        return value;
    }
}
