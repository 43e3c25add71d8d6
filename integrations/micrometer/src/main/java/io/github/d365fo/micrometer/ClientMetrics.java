package io.github.d365fo.micrometer;

import io.github.d365fo.connector.ConnectorListener;
import io.github.d365fo.connector.error.ErrorType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The metrics of clients. Add it to each client with {@code ConnectorClientBuilder.listener}; one instance may serve
 * many clients, whose environments the tag {@code host} tells apart. All names begin with {@code d365fo.client}; the guide
 * on observability lists them. No tag holds an id, a name from a message or an address. Thread-safe.
 */
public final class ClientMetrics implements ConnectorListener {
    private static final String NONE = "none";

    private final MeterProvider<Timer> calls;
    private final MeterProvider<Timer> requests;
    private final MeterProvider<Counter> retries;
    private final MeterProvider<Counter> throttled;
    private final MeterProvider<Timer> waits;
    private final MeterProvider<Timer> transfers;
    private final MeterProvider<DistributionSummary> bytes;
    private final MeterProvider<Timer> tokens;
    private final AtomicInteger active = new AtomicInteger();

    private ClientMetrics(MeterRegistry registry) {
        this.calls = Timer.builder("d365fo.client.calls")
                .description("Calls of the client's methods, with their retries and waits")
                .withRegistry(registry);
        this.requests = Timer.builder("d365fo.client.requests")
                .description("HTTP requests, each attempt counted, until the response is read")
                .withRegistry(registry);
        this.retries = Counter.builder("d365fo.client.retries")
                .description("Requests that failed and are sent again")
                .withRegistry(registry);
        this.throttled = Counter.builder("d365fo.client.throttled")
                .description("How long the service asked clients to send nothing")
                .baseUnit("seconds")
                .withRegistry(registry);
        this.waits = Timer.builder("d365fo.client.waits")
                .description("Waits of calls")
                .withRegistry(registry);
        this.transfers = Timer.builder("d365fo.client.transfers")
                .description("Uploads and downloads of files")
                .withRegistry(registry);
        this.bytes = DistributionSummary.builder("d365fo.client.transfer.size")
                .description("Sizes of the files that were uploaded or downloaded")
                .baseUnit("bytes")
                .withRegistry(registry);
        this.tokens = Timer.builder("d365fo.client.tokens")
                .description("Questions to the token provider")
                .withRegistry(registry);
        Gauge.builder("d365fo.client.requests.active", active, AtomicInteger::get)
                .description("Requests that have begun and not ended")
                .strongReference(true)
                .register(registry);
    }

    /** Returns a listener that keeps its meters in {@code registry}; use one for each registry. */
    public static ClientMetrics of(MeterRegistry registry) {
        return new ClientMetrics(Objects.requireNonNull(registry, "registry"));
    }

    @Override
    public void onCallEnded(CallEnded event) {
        String outcome = event.errorType().isEmpty()
                ? "success"
                : event.outcome().map(ClientMetrics::word).orElse("unknown");
        calls.withTags(
                        "host", event.call().host(),
                        "operation", word(event.call().operation()),
                        "outcome", outcome,
                        "error", error(event.errorType()))
                .record(event.elapsed());
    }

    @Override
    public void onRequest(Request event) {
        active.incrementAndGet();
    }

    @Override
    public void onRequestEnded(RequestEnded event) {
        active.decrementAndGet();
        requests.withTags(
                        "host", event.request().call().host(),
                        "operation", word(event.request().operation()),
                        "method", event.request().method(),
                        "status", status(event.statusCode()),
                        "error", error(event.errorType()))
                .record(event.elapsed());
    }

    @Override
    public void onRetry(Retry event) {
        retries.withTags(of(event.request()).and("error", word(event.errorType())))
                .increment();
    }

    @Override
    public void onThrottle(Throttle event) {
        throttled.withTags(of(event.request())).increment(event.delay().toMillis() / 1000.0);
    }

    @Override
    public void onWaitEnded(WaitEnded event) {
        waits.withTags(
                        "host", event.started().call().host(),
                        "reason", word(event.started().reason()))
                .record(event.elapsed());
    }

    @Override
    public void onTransfer(Transfer event) {
        Tags tags = of(event.started());
        transfers.withTags(tags.and("error", NONE)).record(event.elapsed());
        bytes.withTags(tags).record((double) event.bytes());
    }

    @Override
    public void onTransferFailed(TransferFailed event) {
        transfers
                .withTags(of(event.started()).and("error", word(event.errorType())))
                .record(event.elapsed());
    }

    @Override
    public void onTokenRequestEnded(TokenRequestEnded event) {
        String why = event.reason().map(ClientMetrics::word).orElseGet(() -> error(event.errorType()));
        tokens.withTags("host", event.started().call().host(), "error", why).record(event.elapsed());
    }

    private static Tags of(Request request) {
        return Tags.of("host", request.call().host(), "operation", word(request.operation()));
    }

    private static Tags of(TransferStarted transfer) {
        return Tags.of("host", transfer.call().host(), "operation", word(transfer.operation()));
    }

    private static String status(OptionalInt code) {
        return code.isPresent() ? Integer.toString(code.getAsInt()) : NONE;
    }

    private static String error(Optional<ErrorType> type) {
        return type.map(ClientMetrics::word).orElse(NONE);
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
