package io.github.d365fo.testkit.internal.datamanagement;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.testkit.EntityResult;
import io.github.d365fo.testkit.ErrorRow;
import io.github.d365fo.testkit.FakeExecution;
import io.github.d365fo.testkit.internal.connector.Jobs;
import io.github.d365fo.testkit.internal.execution.Execution;
import io.github.d365fo.testkit.internal.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The actions for the status of messages and executions. Thread-safe. */
final class StatusActions {
    private static final String NOT_PICKED_UP = "00000000-0000-0000-0000-000000000000";

    private final ProjectStore data;
    private final InstantSource clock;
    private final Jobs jobs;

    StatusActions(ProjectStore data, InstantSource clock, Jobs jobs) {
        this.data = data;
        this.clock = clock;
        this.jobs = jobs;
    }

    void addTo(ODataApi api) {
        api.handle(ODataAction.GET_MESSAGE_STATUS, this::messageStatus);
        api.handle(ODataAction.GET_EXECUTION_ID, this::executionId);
        api.handle(ODataAction.GET_EXECUTION_STATUS, this::status);
        api.handle(ODataAction.GET_EXECUTION_ERRORS, this::errors);
        api.handle(ODataAction.GET_EXECUTION_PAGE, this::page);
        api.handle(ODataAction.GET_ENTITY_STATUS_LIST, this::entityStatusList);
        api.handle(ODataAction.DELETE_HISTORY, this::deleteHistory);
        // Nothing to do, and the answer is 204: a guess, only the name is known.
        api.handle(ODataAction.INITIALIZE, parameters -> ODataValue.NONE);
    }

    /** Returns the execution that an action asks for, once the service knows it. */
    static Execution execution(ProjectStore data, ODataParameters parameters) throws ODataRefusal {
        String id = parameters.text("executionId");
        return Optional.of(id)
                .filter(text -> !text.isEmpty())
                .map(ExecutionId::of)
                .flatMap(data.runs()::ask)
                .orElseThrow(() -> new ODataRefusal("Execution details were not found for execution id: " + id));
    }

    private ODataValue messageStatus(ODataParameters parameters) throws ODataRefusal {
        String id = parameters.text("messageId");
        return Optional.of(id)
                .filter(text -> !text.isEmpty())
                .map(MessageId::verbatim)
                .flatMap(jobs::state)
                .map(ODataValue::text)
                .orElseThrow(() -> new ODataRefusal("Message with id '" + id + "' was not found in the message table"));
    }

    /** An unknown message is treated as not picked up yet: a guess, the service may reject it. */
    private ODataValue executionId(ODataParameters parameters) {
        return ODataValue.text(Optional.of(parameters.text("_messageId"))
                .filter(text -> !text.isEmpty())
                .map(MessageId::verbatim)
                .flatMap(jobs::execution)
                .filter(execution -> execution.status(clock.instant()) != FakeExecution.Status.UNKNOWN)
                .map(execution -> execution.subject().id().value())
                .orElse(NOT_PICKED_UP));
    }

    private ODataValue status(ODataParameters parameters) throws ODataRefusal {
        return new ODataValue(
                "Microsoft.Dynamics.DataEntities.DMFExecutionSummaryStatus",
                execution(data, parameters).status(clock.instant()).wireName());
    }

    /** An unknown id, such as that of a message, has no errors: a guess, the service may reject it. */
    private ODataValue errors(ODataParameters parameters) {
        String id = parameters.text("executionId");
        List<ErrorRow> rows = Optional.of(id)
                .filter(text -> !text.isEmpty())
                .map(ExecutionId::of)
                .flatMap(data.runs()::find)
                .map(execution -> execution.errors(clock.instant()))
                .orElse(List.of());
        return ODataValue.jsonInText(rows.stream()
                .map(row -> new JsonObject()
                        .put("RecordId", row.recordId())
                        .put("Field", row.field())
                        .put("ErrorMessage", row.message()))
                .toList());
    }

    /** Only the existence of an address is documented; its format is a guess. */
    private ODataValue page(ODataParameters parameters) throws ODataRefusal {
        Execution.Subject subject = execution(data, parameters).subject();
        return ODataValue.text(
                parameters.here() + "/?cmp=" + encode(subject.company()) + "&mi=DMFExecutionHistoryList&executionId="
                        + encode(subject.id().value()));
    }

    /** Returns the execution id: a guess, it is only known to be a text. */
    private ODataValue deleteHistory(ODataParameters parameters) throws ODataRefusal {
        ExecutionId id = execution(data, parameters).subject().id();
        data.runs().forget(id);
        return ODataValue.text(id.value());
    }

    /** The names and formats of the fields are guesses. */
    private ODataValue entityStatusList(ODataParameters parameters) throws ODataRefusal {
        Execution execution = execution(data, parameters);
        List<JsonObject> results = execution.results(clock.instant()).stream()
                .map(result -> json(execution, result))
                .toList();
        return data.hasEntityStatusTexts()
                ? new ODataValue(
                        "Collection(Edm.String)",
                        results.stream().map(JsonObject::toString).toList())
                : new ODataValue(
                        "Collection(Microsoft.Dynamics.DataEntities.DMFEntityExecutionSummaryStatus)", results);
    }

    private JsonObject json(Execution execution, EntityResult result) {
        long errors = result.stagingErrors() + result.targetErrors();
        return new JsonObject()
                .put("EntityName", result.entity())
                .put("Status", status(execution, result, errors).wireName())
                .put("TotalRecords", result.stagingRecords())
                .put("SuccessRecords", result.targetRecords())
                .put("ErrorRecords", errors)
                .put("ExecutionStartDateTime", execution.progress().startedAt())
                .put("ExecutionEndDateTime", execution.progress().endsAt());
    }

    private FakeExecution.Status status(Execution execution, EntityResult result, long errors) {
        FakeExecution.Status overall = execution.status(clock.instant());
        if (overall != FakeExecution.Status.PARTIALLY_SUCCEEDED) {
            return overall;
        }
        if (errors == 0) {
            return FakeExecution.Status.SUCCEEDED;
        }
        return result.targetRecords() == 0 ? FakeExecution.Status.FAILED : overall;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
