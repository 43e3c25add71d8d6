package io.github.d365fo.testkit.internal.datamanagement;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.testkit.FakeExecution;
import io.github.d365fo.testkit.internal.content.Content;
import io.github.d365fo.testkit.internal.execution.Execution;
import io.github.d365fo.testkit.internal.execution.Outcome;
import io.github.d365fo.testkit.internal.json.JsonObject;
import io.github.d365fo.testkit.internal.packages.DataPackage;
import io.github.d365fo.testkit.internal.packages.PackageEntity;
import io.github.d365fo.testkit.internal.packages.PackageRefusal;
import io.github.d365fo.testkit.internal.service.Ids;
import io.github.d365fo.testkit.internal.storage.BlobStore;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The actions for upload addresses and imports. Thread-safe. */
final class ImportActions {
    private final ProjectStore data;
    private final InstantSource clock;
    private final Ids ids;
    private final BlobStore store;
    private final BlobAddresses addresses;

    ImportActions(ProjectStore data, InstantSource clock, Ids ids, BlobStore store, BlobAddresses addresses) {
        this.data = data;
        this.clock = clock;
        this.ids = ids;
        this.store = store;
        this.addresses = addresses;
    }

    void addTo(ODataApi api) {
        api.handle(ODataAction.GET_WRITE_URL, this::writeUrl);
        api.handle(ODataAction.IMPORT, this::importPackage);
        api.handle(ODataAction.IMPORT_ASYNC, this::importPackage);
        api.handle(ODataAction.IMPORT_DMT, this::importPackage);
    }

    /** That the name must not be empty is a guess. */
    private ODataValue writeUrl(ODataParameters parameters) throws ODataRefusal {
        String name = parameters.text("uniqueFileName");
        if (name.isEmpty()) {
            throw new ODataRefusal("Parameter uniqueFileName must not be empty");
        }
        return ODataValue.jsonInText(new JsonObject()
                .put("BlobId", "{" + ids.next().toUpperCase(Locale.ROOT) + "}")
                .put("BlobUrl", addresses.forUpload(parameters.here(), name)));
    }

    private ODataValue importPackage(ODataParameters parameters) throws IOException, ODataRefusal {
        String project = parameters.text("definitionGroupId");
        checkProject(project, parameters.flag("overwrite"));
        Content content = store.find(addresses.name(parameters.text("packageUrl"), clock.instant()))
                .orElseThrow(() -> new ODataRefusal("The remote server returned an error: (404) Not Found."))
                .content();
        List<PackageEntity> entities = entities(content);
        checkComposites(entities, parameters.flag("overwrite"));
        ExecutionId id = executionId(parameters.text("executionId"), project);
        Optional<Outcome> planned = data.takeOutcome(data.project(project));
        Outcome natural = parameters.flag("execute")
                ? data.entities().outcomeOf(entities)
                : Outcome.of(FakeExecution.Status.NOT_RUN);
        data.start(
                new Execution.Subject(id, FakeExecution.Kind.IMPORT, project, parameters.text("legalEntityId")),
                entities,
                planned.orElse(natural),
                Optional.empty());
        return ODataValue.text(id.value());
    }

    private List<PackageEntity> entities(Content content) throws IOException, ODataRefusal {
        try {
            return DataPackage.read(content, data.entities()::contains);
        } catch (PackageRefusal e) {
            throw new ODataRefusal(e.cause());
        }
    }

    /**
     * The message for a busy project is one that parallel calls were seen to get; that for a missing name is a guess.
     */
    private void checkProject(String project, boolean overwrite) throws ODataRefusal {
        if (project.isEmpty()) {
            throw new ODataRefusal("Parameter definitionGroupId must not be empty");
        }
        if (data.isBusy(project)) {
            throw new ODataRefusal("Cannot edit a record in Data project (DMFDefinitionGroup). Data project: " + project
                    + ". The record already exists.");
        }
        if (!overwrite && data.existing(project).isPresent()) {
            throw new ODataRefusal("The data project '" + project + "' exists and overwrite has not been specified.");
        }
    }

    /** The messages are guesses. */
    private void checkComposites(List<PackageEntity> entities, boolean overwrite) throws ODataRefusal {
        long composites = entities.stream()
                .filter(entity -> data.entities().isComposite(entity.label()))
                .count();
        if (composites > 1) {
            throw new ODataRefusal("A package can have only one composite entity, but this one has " + composites);
        }
        if (composites == 1 && overwrite) {
            throw new ODataRefusal("Overwrite must be false for a package with a composite entity");
        }
    }

    /** That an execution id can be used only once is a guess from an error message that was seen. */
    private ExecutionId executionId(String wanted, String project) throws ODataRefusal {
        ExecutionId id =
                wanted.isEmpty() ? Execution.newId(project, clock.instant(), ids.next()) : ExecutionId.of(wanted);
        if (data.runs().find(id).isPresent()) {
            throw new ODataRefusal("Cannot create a record in Execution (DMFExecution). Job ID: " + id
                    + ". The record already exists.");
        }
        return id;
    }
}
