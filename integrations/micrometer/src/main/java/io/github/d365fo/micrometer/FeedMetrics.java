package io.github.d365fo.micrometer;

import io.github.d365fo.feed.FeedHealth;
import io.github.d365fo.feed.FeedListener;
import io.github.d365fo.feed.FeedState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * The metrics of feeds. Add it to each feed with {@code listener} of its builder, for the counts, and then show it the
 * feed's health with {@link #watch}, for the gauges. One instance may serve many feeds, which the tag {@code feed} tells
 * apart: the activity id of a job, or the name of a data project. All names begin with {@code d365fo.feed}; the guide on
 * observability lists them. Thread-safe.
 */
public final class FeedMetrics implements FeedListener {
    private final MeterRegistry registry;
    private final MeterProvider<Counter> handled;
    private final MeterProvider<Counter> duplicates;
    private final MeterProvider<Counter> withoutFile;
    private final MeterProvider<Counter> quarantined;
    private final MeterProvider<Counter> left;
    private final MeterProvider<Counter> troubles;
    private final MeterProvider<Counter> sent;
    private final MeterProvider<Counter> ended;
    private final MeterProvider<Timer> handlings;
    private final MeterProvider<Timer> lease;

    private FeedMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.handled = counter("handled", "Packages that were handled");
        this.duplicates = counter("duplicates", "Messages that came back after they were settled");
        this.withoutFile = counter("without.file", "Messages without a file");
        this.quarantined = counter("quarantined", "Packages that were given up");
        this.left = counter("left", "Messages that were not acknowledged and come back");
        this.troubles = counter("troubles", "Failures of polls, ledgers, disks and callbacks");
        this.sent = counter("files.sent", "Files of an import feed that arrived at the service");
        this.ended = counter("files.ended", "Files of an import feed that ended");
        this.handlings = Timer.builder("d365fo.feed.handling")
                .description("Runs of handlers, each attempt counted")
                .withRegistry(registry);
        this.lease = Timer.builder("d365fo.feed.lease.remaining")
                .description("What was left of the lease when a handler ended")
                .withRegistry(registry);
    }

    /** Returns a listener that keeps its meters in {@code registry}. */
    public static FeedMetrics of(MeterRegistry registry) {
        return new FeedMetrics(Objects.requireNonNull(registry, "registry"));
    }

    private MeterProvider<Counter> counter(String name, String description) {
        return Counter.builder("d365fo.feed." + name).description(description).withRegistry(registry);
    }

    /**
     * Adds the gauges of a feed, each of which asks for its health when it is read; call it once for each feed.
     *
     * @param feed the value of the tag {@code feed}: the activity id of the job, or the name of the data project
     * @param health asks for the health, such as {@code exports::health}
     */
    public void watch(String feed, Supplier<FeedHealth> health) {
        Tags tags = Tags.of("feed", Objects.requireNonNull(feed, "feed"));
        Objects.requireNonNull(health, "health");
        gauge("in.flight", "Messages or files that are being worked on", tags, health, FeedHealth::inFlight);
        gauge("spooled", "Packages or files that wait", tags, health, FeedHealth::spooled);
        gauge("spool.size", "Bytes in the spool", "bytes", tags, health, FeedHealth::spooledBytes);
        gauge("in.doubt", "Files of which nobody knows whether they arrived", tags, health, FeedHealth::inDoubt);
        time(
                "oldest.unacknowledged",
                "Age of the oldest message that could not be acknowledged",
                tags,
                () -> health.get().oldestUnacknowledged().map(since -> Duration.between(since, now())));
        time(
                "throttled",
                "How much longer the service wants no requests",
                tags,
                () -> health.get().throttledUntil().map(until -> Duration.between(now(), until)));
        for (FeedState state : FeedState.values()) {
            gauge(
                    "state",
                    "1 for the state that the feed is in",
                    tags.and("state", ClientMetrics.word(state)),
                    health,
                    now -> now.state() == state ? 1 : 0);
        }
    }

    private void gauge(
            String name,
            String description,
            Tags tags,
            Supplier<FeedHealth> health,
            ToDoubleFunction<FeedHealth> value) {
        gauge(name, description, "", tags, health, value);
    }

    private void gauge(
            String name,
            String description,
            String unit,
            Tags tags,
            Supplier<FeedHealth> health,
            ToDoubleFunction<FeedHealth> value) {
        Gauge.builder("d365fo.feed." + name, () -> value.applyAsDouble(health.get()))
                .description(description)
                .baseUnit(unit.isEmpty() ? null : unit)
                .tags(tags)
                .register(registry);
    }

    private void time(String name, String description, Tags tags, Supplier<Optional<Duration>> value) {
        TimeGauge.builder("d365fo.feed." + name, () -> seconds(value.get()), TimeUnit.SECONDS)
                .description(description)
                .tags(tags)
                .register(registry);
    }

    private static double seconds(Optional<Duration> time) {
        return time.filter(each -> !each.isNegative()).orElse(Duration.ZERO).toMillis() / 1000.0;
    }

    private Instant now() {
        return Instant.ofEpochMilli(registry.config().clock().wallTime());
    }

    @Override
    public HandlingListener onHandlingStarted(HandlingStarted event) {
        Tags tags = Tags.of("feed", event.activity().value());
        return end -> {
            handlings
                    .withTags(tags.and("outcome", end.failure().isEmpty() ? "success" : "failure"))
                    .record(end.elapsed());
            lease.withTags(tags).record(end.leaseRemaining());
        };
    }

    @Override
    public void onHandled(Handled event) {
        handled.withTags("feed", event.activity().value()).increment();
    }

    @Override
    public void onDuplicate(Duplicate event) {
        duplicates.withTags("feed", event.activity().value()).increment();
    }

    @Override
    public void onNoFile(NoFile event) {
        withoutFile.withTags("feed", event.activity().value()).increment();
    }

    @Override
    public void onQuarantined(Quarantined event) {
        quarantined.withTags("feed", event.activity().value()).increment();
    }

    @Override
    public void onLeft(Left event) {
        left.withTags("feed", event.activity().value(), "reason", ClientMetrics.word(event.reason()))
                .increment();
    }

    @Override
    public void onTrouble(Trouble event) {
        troubles.withTags("feed", event.activity().value()).increment();
    }

    @Override
    public void onFileSent(FileSent event) {
        sent.withTags("feed", event.feed()).increment();
    }

    @Override
    public void onFileEnded(FileEnded event) {
        ended.withTags(
                        "feed",
                        event.feed(),
                        "place",
                        ClientMetrics.word(event.result().place()))
                .increment();
    }

    @Override
    public void onImportTrouble(ImportTrouble event) {
        troubles.withTags("feed", event.feed()).increment();
    }
}
