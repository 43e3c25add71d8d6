package io.github.d365fo.testkit;

import io.github.d365fo.connector.ExecutionId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Exports, what they deliver and what they leave out. Thread-safe. */
final class ExportActions {
    private static final Duration UPLOAD_TAKES = Duration.ofSeconds(5);

    private final FakeDataManagement data;
    private final TestClock clock;
    private final Ids ids;
    private final BlobStore store;
    private final BlobAddresses addresses;
    private final Map<ExecutionId, Delivery> deliveries = new ConcurrentHashMap<>();

    ExportActions(FakeDataManagement data, TestClock clock, Ids ids, BlobStore store, BlobAddresses addresses) {
        this.data = data;
        this.clock = clock;
        this.ids = ids;
        this.store = store;
        this.addresses = addresses;
    }

    /** What an export is to deliver under which name. */
    private record Delivery(String blob, Content content) {}

    void addTo(ODataApi api) {
        api.handle(ODataAction.EXPORT, parameters -> export(parameters, false));
        api.handle(ODataAction.EXPORT_ASYNC, parameters -> export(parameters, false));
        api.handle(ODataAction.EXPORT_PREVIEW, parameters -> export(parameters, false));
        api.handle(ODataAction.EXPORT_PREVIEW_ASYNC, parameters -> export(parameters, false));
        api.handle(ODataAction.EXPORT_DELTA, parameters -> export(parameters, true));
        api.handle(ODataAction.EXPORT_DELTA_ASYNC, parameters -> export(parameters, true));
        api.handle(ODataAction.GET_EXPORTED_URL, this::exportedUrl);
        api.handle(ODataAction.RESET_VERSION_TOKEN, this::resetVersionToken);
        api.handle(ODataAction.GET_ENTITY_SEQUENCE, this::entitySequence);
    }

    /** That an execution id can be used again with {@code reExecute} alone is a guess, as are the words. */
    private ODataValue export(ODataParameters parameters, boolean delta) throws ODataRefusal {
        FakeDataProject project = project(parameters);
        String wanted = parameters.text("executionId");
        ExecutionId id = wanted.isEmpty()
                ? Execution.newId(project.name(), clock.instant(), ids.next())
                : ExecutionId.of(wanted);
        if (!parameters.flag("reExecute") && data.find(id).isPresent()) {
            throw new ODataRefusal("Cannot create a record in Execution (DMFExecution). Job ID: " + id
                    + ". The record already exists.");
        }
        String name = parameters.text("packageName");
        deliveries.put(
                id,
                new Delivery(
                        ids.next() + "/" + (name.isEmpty() ? project.name() : name)
                                + (name.endsWith(".zip") ? "" : ".zip"),
                        project.takeExport(delta)));
        data.start(
                new Execution.Subject(id, FakeExecution.Kind.EXPORT, project.name(), parameters.text("legalEntityId")),
                List.of(),
                data.takeOutcome(project).orElse(ExecutionOutcome.succeeded()));
        return exportValue(id.value());
    }

    /**
     * Answers nothing as long as the package is not there, and for good if the export failed. The latter is a guess, as
     * is how long the upload takes.
     */
    private ODataValue exportedUrl(ODataParameters parameters) throws IOException, ODataRefusal {
        Execution execution = StatusActions.execution(data, parameters, clock.instant());
        Delivery delivery = deliveries.get(execution.subject().id());
        Instant ready = execution.progress().endsAt().plus(UPLOAD_TAKES);
        boolean delivered = delivery != null
                && !clock.instant().isBefore(ready)
                && execution.status(clock.instant()) != FakeExecution.Status.FAILED
                && execution.status(clock.instant()) != FakeExecution.Status.CANCELED;
        if (!delivered || delivery == null) {
            return exportValue("");
        }
        if (store.find(delivery.blob()).isEmpty()) {
            store.put(delivery.blob(), delivery.content(), "application/octet-stream");
        }
        return exportValue(addresses.of(delivery.blob(), "r"));
    }

    private ODataValue exportValue(String text) {
        ODataValue flat = ODataValue.text(text);
        return data.hasNestedExportValues() ? new ODataValue(flat.type(), "{\"value\":" + flat.json() + "}") : flat;
    }

    private ODataValue resetVersionToken(ODataParameters parameters) throws ODataRefusal {
        project(parameters).resetVersionToken();
        return ODataValue.flag(true);
    }

    /**
     * Answers {@code label-unit-level-sequence} for each label, with a comma after each. The fake knows nothing of what
     * depends on what: all are of one level, in the order that was asked. The form is a guess.
     */
    private ODataValue entitySequence(ODataParameters parameters) {
        List<String> labels = Arrays.stream(
                        parameters.text("listOfDataEntities").split(",", -1))
                .map(String::strip)
                .filter(label -> !label.isEmpty() && data.entities().contains(label))
                .toList();
        return ODataValue.text(labels.stream()
                .map(label -> label + "-1-1-" + (labels.indexOf(label) + 1) + ",")
                .collect(Collectors.joining()));
    }

    private FakeDataProject project(ODataParameters parameters) throws ODataRefusal {
        String name = parameters.text("definitionGroupId");
        return data.existing(name)
                .orElseThrow(() -> new ODataRefusal("The data project '" + name + "' does not exist."));
    }
}
