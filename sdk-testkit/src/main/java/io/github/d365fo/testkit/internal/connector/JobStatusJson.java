package io.github.d365fo.testkit.internal.connector;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.d365fo.connector.status.MessageState;
import io.github.d365fo.testkit.EntityResult;
import io.github.d365fo.testkit.internal.execution.Execution;
import io.github.d365fo.testkit.internal.json.JsonText;
import io.github.d365fo.testkit.internal.service.WireTime;
import java.io.IOException;
import java.time.Instant;

/**
 * The answer of jobstatus. Immutable but for what its execution tells.
 *
 * <p>How a date looks that is not set yet, and that there are no details before the end, are guesses.
 */
public final class JobStatusJson {
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
        return JsonText.write(json -> {
            json.writeStartObject();
            json.writeObjectFieldStart("DataJobStatus");
            writeStatus(json, stateNames);
            json.writeEndObject();
            json.writeStringField("ExecutionLog", "");
            writeDetail(json);
            json.writeEndObject();
        });
    }

    private void writeStatus(JsonGenerator json, boolean stateNames) throws IOException {
        boolean pickedUp = known != MessageState.ENQUEUED;
        json.writeStringField("DataProject", execution.subject().project());
        json.writeStringField("DataJobIdentifier", file.messageId().value());
        json.writeStringField("ExternalIdentifier", file.externalId().orElse(""));
        json.writeStringField(
                "ExecutionIdentifier", pickedUp ? execution.subject().id().value() : "");
        json.writeStringField("DataJobStartedDateTime", pickedUp ? started() : "1900-01-01T00:00:00");
        json.writeStringField("DataJobCompletedDateTime", known.isTerminal() ? ended() : "0001-01-01T00:00:00");
        int number = number(known);
        if (stateNames || number < 0) {
            json.writeStringField("DataJobState", state);
        } else {
            json.writeNumberField("DataJobState", number);
        }
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

    private void writeDetail(JsonGenerator json) throws IOException {
        if (!known.isTerminal()) {
            json.writeNullField("ExecutionDetail");
            return;
        }
        json.writeArrayFieldStart("ExecutionDetail");
        for (EntityResult result : execution.results(now)) {
            write(json, result);
        }
        json.writeEndArray();
    }

    private void write(JsonGenerator json, EntityResult result) throws IOException {
        json.writeStartObject();
        json.writeStringField("EntityName", result.entity());
        json.writeStringField("Company", execution.subject().company());
        json.writeNumberField("StagingRecords", result.stagingRecords());
        json.writeNumberField("StagingStatus", result.stagingErrors() > 0 ? ERROR : FINISHED);
        json.writeNumberField("StagingErrorCount", result.stagingErrors());
        json.writeNumberField("TargetRecords", result.targetRecords());
        json.writeNumberField("TargetStatus", result.targetErrors() > 0 ? ERROR : FINISHED);
        json.writeNumberField("TargetErrorCount", result.targetErrors());
        json.writeStringField("ExecutionStartedDateTime", started());
        json.writeStringField("ExecutionCompletedDateTime", ended());
        json.writeEndObject();
    }

    private String started() {
        return WireTime.withoutZone(execution.progress().startedAt());
    }

    private String ended() {
        return WireTime.withoutZone(execution.progress().endsAt());
    }
}
