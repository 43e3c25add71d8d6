package io.github.d365fo.testkit.internal.connector;

import io.github.d365fo.connector.status.MessageState;
import io.github.d365fo.testkit.EntityResult;
import io.github.d365fo.testkit.internal.execution.Execution;
import io.github.d365fo.testkit.internal.json.JsonObject;
import io.github.d365fo.testkit.internal.service.WireTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The answer of jobstatus. Immutable except for its execution.
 *
 * <p>The form of dates that are not set yet, and that there are no details before the end, are guesses.
 */
final class JobStatusJson {
    private static final int ERROR = 3;
    private static final int FINISHED = 4;

    private final ReceivedFile file;
    private final Execution execution;
    private final Instant now;
    private final String state;
    private final MessageState known;

    /** {@code state} is the message's by {@code now}, in the spelling of GetMessageStatus. */
    JobStatusJson(ReceivedFile file, Execution execution, String state, Instant now) {
        this.file = file;
        this.execution = execution;
        this.now = now;
        this.state = state;
        this.known = MessageState.of(state);
    }

    String text(boolean stateNames) {
        return new JsonObject()
                .put("DataJobStatus", status(stateNames))
                .put("ExecutionLog", "")
                .putOrNull("ExecutionDetail", known.isTerminal() ? Optional.of(details()) : Optional.empty())
                .toString();
    }

    private JsonObject status(boolean stateNames) {
        boolean pickedUp = known != MessageState.ENQUEUED;
        int number = number(known);
        return new JsonObject()
                .put("DataProject", execution.subject().project())
                .put("DataJobIdentifier", file.messageId())
                .put("ExternalIdentifier", file.externalId().orElse(""))
                .put("ExecutionIdentifier", pickedUp ? execution.subject().id() : "")
                .put("DataJobStartedDateTime", pickedUp ? started() : "1900-01-01T00:00:00")
                .put("DataJobCompletedDateTime", known.isTerminal() ? ended() : "0001-01-01T00:00:00")
                .put("DataJobState", stateNames || number < 0 ? state : (Object) number);
    }

    private static int number(MessageState state) {
        return switch (state) {
            case ENQUEUED -> 0;
            case DEQUEUED -> 1;
            case DOWNLOADED -> 2;
            case ACKED -> 3;
            case PREPROCESSING, PROCESSING -> 4;
            case PROCESSED -> 5;
            case PROCESSED_WITH_ERRORS -> 6;
            case POSTPROCESSING_FAILED -> 7;
            case PREPROCESSING_ERROR -> 8;
            case UNKNOWN -> -1;
        };
    }

    private List<JsonObject> details() {
        return execution.results(now).stream().map(this::detail).toList();
    }

    private JsonObject detail(EntityResult result) {
        return new JsonObject()
                .put("EntityName", result.entity())
                .put("Company", execution.subject().company())
                .put("StagingRecords", result.stagingRecords())
                .put("StagingStatus", result.stagingErrors() > 0 ? ERROR : FINISHED)
                .put("StagingErrorCount", result.stagingErrors())
                .put("TargetRecords", result.targetRecords())
                .put("TargetStatus", result.targetErrors() > 0 ? ERROR : FINISHED)
                .put("TargetErrorCount", result.targetErrors())
                .put("ExecutionStartedDateTime", started())
                .put("ExecutionCompletedDateTime", ended());
    }

    private String started() {
        return WireTime.withoutZone(execution.progress().startedAt());
    }

    private String ended() {
        return WireTime.withoutZone(execution.progress().endsAt());
    }
}
