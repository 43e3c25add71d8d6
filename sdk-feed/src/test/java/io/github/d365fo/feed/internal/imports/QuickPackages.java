package io.github.d365fo.feed.internal.imports;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.datamanagement.DataManagement;
import io.github.d365fo.connector.datamanagement.ExecutionStatus;
import io.github.d365fo.connector.datamanagement.ExecutionStep;
import io.github.d365fo.connector.datamanagement.ImportOperation;
import io.github.d365fo.connector.datamanagement.ImportOutcome;
import io.github.d365fo.connector.datamanagement.ImportRequest;
import io.github.d365fo.connector.dequeue.TransferListener;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.Failure;
import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.testkit.TestClock;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** The package API in memory. It refuses to begin an execution whose id it knows, as the service does. Used by one thread. */
final class QuickPackages implements HistoryService {
    private static final Duration PROCESSING = Duration.ofSeconds(30);

    private final TestClock clock = new TestClock();
    private final Map<String, String> executions = new LinkedHashMap<>();
    private final Runnable step;
    private Fault fault = Fault.NONE;

    /** Creates an API each of whose calls runs {@code step} where the process may end. */
    QuickPackages(Runnable step) {
        this.step = step;
    }

    private enum Fault {
        NONE,
        UPLOAD_FAILED,
        REFUSED,
        LOST_BEFORE,
        LOST_AFTER,
        QUESTION_FAILED
    }

    @Override
    public Destination destination() {
        DataManagement data = (DataManagement) Proxy.newProxyInstance(
                QuickPackages.class.getClassLoader(),
                new Class<?>[] {DataManagement.class},
                (proxy, method, args) -> call(method, args));
        return new PackageDestination(
                data, ImportRequest.of("Groups"), file -> EnqueueRequest.of(Payload.ofFile(file)), Duration.ofHours(1));
    }

    private Object call(Method method, Object[] args) {
        return switch (method.getName()) {
            case "knownSecrets" -> new KnownSecrets();
            case "newImport" -> new Running((Payload) args[0], (ImportRequest) args[1], false);
            case "resumeImport" -> new Running((Payload) args[0], (ImportRequest) args[1], true);
            case "outcome" -> outcome((ExecutionId) args[0]);
            default -> throw new UnsupportedOperationException(method.getName());
        };
    }

    private ImportOutcome outcome(ExecutionId id) {
        strike(Fault.QUESTION_FAILED, Outcome.REJECTED);
        if (!executions.containsKey(id.value())) {
            throw failure(Outcome.REJECTED);
        }
        return ImportOutcome.builder()
                .execution(id)
                .executionStatus(ExecutionStatus.of("Succeeded"))
                .build();
    }

    private void strike(Fault now, Outcome outcome) {
        if (fault == now) {
            fault = Fault.NONE;
            throw failure(outcome);
        }
    }

    private static ConnectorException failure(Outcome outcome) {
        return new ConnectorException("planned", Failure.of(Operation.IMPORT_PACKAGE, outcome));
    }

    private final class Running implements ImportOperation {
        private final Payload payload;
        private final ExecutionId id;
        private final boolean resumed;
        private ExecutionStep at = ExecutionStep.NEW;

        Running(Payload payload, ImportRequest request, boolean resumed) {
            this.payload = payload;
            this.id = request.executionId().orElseThrow();
            this.resumed = resumed;
        }

        @Override
        public ExecutionId executionId() {
            return id;
        }

        @Override
        public ExecutionStep step() {
            return at;
        }

        @Override
        public ImportOutcome await(Duration atMost, TransferListener progress) {
            boolean asks = resumed || at == ExecutionStep.CHECKING;
            if (at != ExecutionStep.RUNNING && !(asks && executions.containsKey(id.value()))) {
                start();
            }
            at = ExecutionStep.RUNNING;
            step.run();
            strike(Fault.QUESTION_FAILED, Outcome.REJECTED);
            clock.advance(PROCESSING);
            ImportOutcome outcome = outcome(id);
            at = ExecutionStep.FINISHED;
            return outcome;
        }

        private void start() {
            at = ExecutionStep.UPLOADING;
            String content = QuickJob.content(payload);
            strike(Fault.UPLOAD_FAILED, Outcome.NOT_SENT);
            step.run();
            at = ExecutionStep.STARTING;
            strike(Fault.REFUSED, Outcome.REJECTED);
            if (fault == Fault.LOST_BEFORE) {
                at = ExecutionStep.CHECKING;
                strike(Fault.LOST_BEFORE, Outcome.UNKNOWN);
            }
            if (executions.putIfAbsent(id.value(), content) != null) {
                throw new AssertionError("an execution id was used twice: " + id);
            }
            at = ExecutionStep.CHECKING;
            strike(Fault.LOST_AFTER, Outcome.UNKNOWN);
        }
    }

    @Override
    public void planFault(Random random) {
        fault = Fault.values()[random.nextInt(Fault.values().length)];
    }

    @Override
    public void forgetFaults() {
        fault = Fault.NONE;
    }

    @Override
    public List<String> arrived() {
        return List.copyOf(executions.values());
    }

    @Override
    public Optional<MessageId> messageOf(String externalId) {
        return Optional.empty();
    }

    @Override
    public boolean canBeInDoubt() {
        return false;
    }

    @Override
    public Clock clock() {
        return clock;
    }
}
