package io.github.d365fo.feed.internal.imports;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.datamanagement.ImportOutcome;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.Failure;
import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.status.MessageStatus;
import io.github.d365fo.testkit.TestClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A recurring job in memory. Used by one thread. */
final class QuickJob {
    /** How many ways to fail there are. */
    static final int FAULTS = 4;

    private static final int LOST_BEFORE = 0;
    private static final int LOST_AFTER = 1;
    private static final int REFUSED = 2;

    final KnownSecrets secrets = new KnownSecrets();
    private final Clock clock;
    private final Duration processing;
    private final List<Arrival> arrivals = new ArrayList<>();
    private int fault = -1;
    private int overlaps;
    private int lost;

    QuickJob() {
        this(new TestClock(), Duration.ofSeconds(30));
    }

    /** Creates a job that has processed a message {@code processing} after its arrival, by {@code clock}. */
    QuickJob(Clock clock, Duration processing) {
        this.clock = clock;
        this.processing = processing;
    }

    private record Arrival(MessageId id, String content, String externalId, Instant at) {}

    Clock clock() {
        return clock;
    }

    void failNext(int kind) {
        fault = kind;
    }

    /** Returns how many files came while an earlier one was not processed. */
    int overlaps() {
        return overlaps;
    }

    int lost() {
        return lost;
    }

    boolean isProcessed(MessageId message) {
        return arrivals.stream().filter(arrival -> arrival.id().equals(message)).anyMatch(this::isProcessed);
    }

    List<String> arrived() {
        return arrivals.stream().map(Arrival::content).toList();
    }

    Optional<MessageId> messageOf(String externalId) {
        return arrivals.stream()
                .filter(arrival -> arrival.externalId().equals(externalId))
                .map(Arrival::id)
                .findFirst();
    }

    RecurringJob proxy() {
        return (RecurringJob) Proxy.newProxyInstance(
                QuickJob.class.getClassLoader(),
                new Class<?>[] {RecurringJob.class},
                (proxy, method, args) -> call(method, args));
    }

    private Object call(Method method, Object[] args) {
        return switch (method.getName()) {
            case "activityId" -> ActivityId.of("6D31E09F-0249-459F-94F0-AAD9C2C47B64");
            case "knownSecrets" -> secrets;
            case "enqueue" -> enqueue((EnqueueRequest) args[0]);
            case "messageStatus" -> status((MessageId) args[0]);
            case "outcome" ->
                ImportOutcome.builder()
                        .message((MessageId) args[0], status((MessageId) args[0]))
                        .build();
            default -> throw new UnsupportedOperationException(method.getName());
        };
    }

    private MessageId enqueue(EnqueueRequest request) {
        int now = fault;
        fault = -1;
        if (now == LOST_BEFORE) {
            lost++;
            throw failure(Outcome.UNKNOWN);
        }
        if (now == REFUSED) {
            throw failure(Outcome.REJECTED);
        }
        String content;
        try {
            content = content(request.payload());
        } catch (UncheckedIOException e) {
            throw new ConnectorException(
                    "the payload can't be read",
                    Failure.of(Operation.ENQUEUE, Outcome.NOT_SENT).cause(e));
        }
        if (arrivals.stream().anyMatch(arrival -> !isProcessed(arrival))) {
            overlaps++;
        }
        MessageId id = MessageId.of(String.format("00000000-0000-0000-0000-%012d", arrivals.size()));
        arrivals.add(new Arrival(id, content, request.externalId().orElseThrow(), clock.instant()));
        if (now == LOST_AFTER) {
            lost++;
            throw failure(Outcome.UNKNOWN);
        }
        return id;
    }

    static String content(Payload payload) {
        try (Payload.Content content = payload.open()) {
            return new String(content.stream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private MessageStatus status(MessageId id) {
        if (fault > REFUSED) {
            fault = -1;
            throw failure(Outcome.REJECTED);
        }
        Arrival asked = arrivals.stream()
                .filter(arrival -> arrival.id().equals(id))
                .findFirst()
                .orElseThrow();
        return MessageStatus.of(isProcessed(asked) ? "Processed" : "Enqueued");
    }

    private boolean isProcessed(Arrival arrival) {
        return !arrival.at().plus(processing).isAfter(clock.instant());
    }

    private static ConnectorException failure(Outcome outcome) {
        return new ConnectorException("planned", Failure.of(Operation.ENQUEUE, outcome));
    }
}
