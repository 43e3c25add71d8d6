package io.github.d365fo.feed.internal.imports;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.datamanagement.DataManagement;
import io.github.d365fo.connector.datamanagement.ExecutionStep;
import io.github.d365fo.connector.datamanagement.ImportOperation;
import io.github.d365fo.connector.datamanagement.ImportOutcome;
import io.github.d365fo.connector.datamanagement.ImportRequest;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.error.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The package API. The execution has an id before anything is sent, so it can always be asked for. */
final class PackageDestination implements Destination {
    private static final int RANDOM_DIGITS = 8;

    private final DataManagement data;
    private final ImportRequest request;
    private final RequestFunction function;
    private final Duration oneCall;
    private final Map<String, Running> running = new ConcurrentHashMap<>();

    /** Creates a destination whose calls follow an import for {@code oneCall} at a time. */
    PackageDestination(
            DataManagement data, ImportRequest request, Function<Path, EnqueueRequest> rule, Duration oneCall) {
        this.data = data;
        this.request = request;
        this.function = new RequestFunction(rule, new Telling(data.knownSecrets()));
        this.oneCall = oneCall;
    }

    private record Running(ImportOperation operation, boolean perhapsSent) {
        /** Returns whether the service was certainly not asked to begin, or refused. */
        boolean isUnsent(Throwable failure) {
            ExecutionStep step = operation.step();
            return switch (step) {
                case NEW, WAITING -> !perhapsSent;
                case UPLOADING -> true;
                case STARTING -> failure instanceof ConnectorException known && known.outcome() != Outcome.UNKNOWN;
                case CHECKING, RUNNING, DOWNLOADING, FINISHED -> false;
            };
        }
    }

    @Override
    public String name() {
        return request.dataProject();
    }

    @Override
    public KnownSecrets knownSecrets() {
        return data.knownSecrets();
    }

    @Override
    public boolean canAsk() {
        return true;
    }

    @Override
    public String whereToLook() {
        return "the job history of the data project " + request.dataProject();
    }

    @Override
    public Parcel prepare(Path file, String id, Instant now) throws RequestException {
        EnqueueRequest asked = function.ask(file);
        Optional<String> company =
                asked.company().or(() -> Optional.of(request.company()).filter(own -> !own.isBlank()));
        // An id must not serve twice, and this file may have been refused before, by a clock that showed the same time.
        String execution = id + "-" + UUID.randomUUID().toString().substring(0, RANDOM_DIGITS);
        return new Parcel(new Shipment(execution, Optional.empty(), company, now), asked);
    }

    @Override
    public Parcel again(Path file, Shipment shipment) throws RequestException {
        return new Parcel(shipment, function.ask(file));
    }

    @Override
    public Receipt send(Parcel parcel, boolean perhapsSent) {
        String id = parcel.shipment().externalId();
        Running run = running.computeIfAbsent(id, key -> begin(parcel, perhapsSent));
        ImportOutcome outcome = run.operation().await(oneCall);
        running.remove(id);
        return new Receipt(Optional.empty(), Optional.of(outcome));
    }

    private Running begin(Parcel parcel, boolean perhapsSent) {
        Shipment shipment = parcel.shipment();
        ImportRequest one = request.executionId(ExecutionId.of(shipment.externalId()));
        ImportRequest full =
                shipment.company().isPresent() ? one.company(shipment.company().get()) : one;
        ImportOperation operation = perhapsSent
                ? data.resumeImport(parcel.request().payload(), full)
                : data.newImport(parcel.request().payload(), full);
        return new Running(operation, perhapsSent);
    }

    @Override
    public Judgement judge(Parcel parcel, Throwable failure) {
        String id = parcel.shipment().externalId();
        Running run = running.get(id);
        if (run != null && run.isUnsent(failure)) {
            running.remove(id);
            return new Judgement(Verdict.ofRefusal(failure), true);
        }
        // What the service refuses here is a question about the import, and the import goes on.
        boolean fatal = Verdict.ofRefusal(failure) == Verdict.FATAL;
        return new Judgement(fatal ? Verdict.FATAL : Verdict.RETRY, false);
    }

    @Override
    public Optional<ImportOutcome> outcome(MessageId message) {
        throw new IllegalStateException("a package has no message");
    }

    @Override
    public Optional<ImportOutcome> bareOutcome(MessageId message) {
        throw new IllegalStateException("a package has no message");
    }

    @Override
    public Optional<ImportOutcome> outcome(Shipment shipment) {
        return Optional.of(data.outcome(ExecutionId.of(shipment.externalId())));
    }
}
