package io.github.d365fo.testkit;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.d365fo.connector.status.MessageState;
import java.io.IOException;
import java.util.Locale;

/**
 * The answer of jobstatus.
 *
 * @param file what was enqueued
 * @param state the state in the spelling of GetMessageStatus
 * @param result what becomes of the import
 * @param stateNames whether states are written as names
 */
record JobStatusAnswer(EnqueuedFile file, String state, ImportResult result, boolean stateNames) {
    String json() {
        return JsonText.write(this::write);
    }

    private void write(JsonGenerator json) throws IOException {
        MessageState known = MessageState.of(state);
        boolean pickedUp = known != MessageState.ENQUEUED;
        json.writeStartObject();
        json.writeObjectFieldStart("DataJobStatus");
        json.writeStringField("DataProject", "Fake project");
        json.writeStringField("DataJobIdentifier", file.messageId().value());
        json.writeStringField("ExternalIdentifier", file.externalId().orElse(""));
        json.writeStringField("ExecutionIdentifier", pickedUp ? executionId() : "");
        json.writeStringField(
                "DataJobStartedDateTime",
                pickedUp ? ServiceDates.withoutZone(FakeImportJob.pickedUpAt(file)) : "1900-01-01T00:00:00");
        json.writeStringField(
                "DataJobCompletedDateTime",
                known.isTerminal() ? ServiceDates.withoutZone(FakeImportJob.doneAt(file)) : "0001-01-01T00:00:00");
        writeState(json, known);
        json.writeEndObject();
        json.writeStringField("ExecutionLog", "");
        writeDetail(json, known);
        json.writeEndObject();
    }

    private void writeState(JsonGenerator json, MessageState known) throws IOException {
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

    private void writeDetail(JsonGenerator json, MessageState known) throws IOException {
        if (!known.isTerminal()) {
            json.writeNullField("ExecutionDetail");
            return;
        }
        // A state that a test has set need not agree with the result, but its numbers must.
        int least = known == MessageState.PROCESSED ? 0 : 1;
        int errors = Math.max(least, result.errors().size());
        json.writeArrayFieldStart("ExecutionDetail");
        json.writeStartObject();
        json.writeStringField("EntityName", file.entity().orElse("Fake entity"));
        json.writeStringField("Company", file.legalEntity());
        json.writeNumberField("StagingRecords", result.records());
        json.writeNumberField("StagingStatus", 4);
        json.writeNumberField("StagingErrorCount", 0);
        json.writeNumberField("TargetRecords", result.records() - errors);
        json.writeNumberField("TargetStatus", errors == 0 ? 4 : 3);
        json.writeNumberField("TargetErrorCount", errors);
        json.writeStringField("ExecutionStartedDateTime", ServiceDates.withoutZone(FakeImportJob.pickedUpAt(file)));
        json.writeStringField("ExecutionCompletedDateTime", ServiceDates.withoutZone(FakeImportJob.doneAt(file)));
        json.writeEndObject();
        json.writeEndArray();
    }

    private String executionId() {
        return "Fake project-" + ServiceDates.withoutZone(FakeImportJob.pickedUpAt(file)) + "-"
                + file.messageId().value().replace("-", "").toUpperCase(Locale.ROOT);
    }
}
