package io.github.d365fo.testkit.internal.datamanagement;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.testkit.FakeExecution;
import io.github.d365fo.testkit.internal.execution.Execution;
import io.github.d365fo.testkit.internal.execution.Outcome;
import io.github.d365fo.testkit.internal.execution.StartedExecution;
import io.github.d365fo.testkit.internal.json.JsonObject;
import io.github.d365fo.testkit.internal.service.Ids;
import io.github.d365fo.testkit.internal.storage.BlobStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The actions for exports. Thread-safe. */
final class ExportActions {
    private static final Duration UPLOAD_TAKES = Duration.ofSeconds(5);
    private static final Set<FakeExecution.Status> NOTHING =
            EnumSet.of(FakeExecution.Status.FAILED, FakeExecution.Status.CANCELED);

    private final ProjectStore data;
    private final InstantSource clock;
    private final Ids ids;
    private final BlobStore store;
    private final BlobAddresses addresses;

    ExportActions(ProjectStore data, InstantSource clock, Ids ids, BlobStore store, BlobAddresses addresses) {
        this.data = data;
        this.clock = clock;
        this.ids = ids;
        this.store = store;
        this.addresses = addresses;
    }

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

    /** That an execution id can only be reused with {@code reExecute} is a guess, and so is the message. */
    private ODataValue export(ODataParameters parameters, boolean delta) throws ODataRefusal {
        Project project = project(parameters);
        String wanted = parameters.text("executionId");
        ExecutionId id = wanted.isEmpty()
                ? Execution.newId(project.name(), clock.instant(), ids.next())
                : ExecutionId.of(wanted);
        if (!parameters.flag("reExecute") && data.runs().find(id).isPresent()) {
            throw new ODataRefusal("Cannot create a record in Execution (DMFExecution). Job ID: " + id
                    + ". The record already exists.");
        }
        String name = parameters.text("packageName");
        StartedExecution.Delivery delivery = new StartedExecution.Delivery(
                ids.next() + "/" + (name.isEmpty() ? project.name() : name) + (name.endsWith(".zip") ? "" : ".zip"),
                project.takeExport(delta));
        data.start(
                new Execution.Subject(id, FakeExecution.Kind.EXPORT, project.name(), parameters.text("legalEntityId")),
                List.of(),
                data.takeOutcome(project).orElse(Outcome.of(FakeExecution.Status.SUCCEEDED)),
                Optional.of(delivery));
        return exportValue(id.value());
    }

    /**
     * Returns a blank text until the package exists, and always if the export failed. The latter is a guess, and so is
     * the duration of the upload.
     */
    private ODataValue exportedUrl(ODataParameters parameters) throws IOException, ODataRefusal {
        Execution execution = StatusActions.execution(data, parameters);
        Instant now = clock.instant();
        Optional<StartedExecution.Delivery> delivery = data.runs()
                .delivery(execution.subject().id())
                .filter(export -> !now.isBefore(execution.progress().endsAt().plus(UPLOAD_TAKES)))
                .filter(export -> !NOTHING.contains(execution.status(now)));
        if (delivery.isEmpty()) {
            return exportValue("");
        }
        String blob = delivery.get().blob();
        if (store.find(blob).isEmpty()) {
            store.put(blob, delivery.get().content(), "application/octet-stream");
        }
        return exportValue(addresses.forDownload(parameters.here(), blob));
    }

    private ODataValue exportValue(String text) {
        ODataValue flat = ODataValue.text(text);
        return data.hasNestedExportValues() ? new ODataValue(flat.type(), new JsonObject().put("value", text)) : flat;
    }

    private ODataValue resetVersionToken(ODataParameters parameters) throws ODataRefusal {
        project(parameters).resetVersionToken();
        return ODataValue.flag(true);
    }

    /**
     * Returns {@code label-unit-level-sequence} for each label, with a comma after each. The fake knows no
     * dependencies: all entities are on one level, in the requested order. The format is a guess.
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

    private Project project(ODataParameters parameters) throws ODataRefusal {
        String name = parameters.text("definitionGroupId");
        return data.existing(name)
                .orElseThrow(() -> new ODataRefusal("The data project '" + name + "' does not exist."));
    }
}
