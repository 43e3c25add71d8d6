package io.github.d365fo.testkit.internal.admin;

import io.github.d365fo.testkit.ErrorRow;
import io.github.d365fo.testkit.ExecutionOutcome;
import io.github.d365fo.testkit.FakeExecution.Status;
import io.github.d365fo.testkit.internal.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Creates an outcome from its status, its error rows, and the numbers and files of its entities. */
final class OutcomeReader {
    private static final String STATUS = "status";
    private static final String ERRORS = "errors";
    private static final String RECORDS = "records";
    private static final String STAGING_ERROR_FILES = "stagingErrorFiles";
    private static final String TARGET_ERROR_KEYS_FILES = "targetErrorKeysFiles";
    private static final List<Status> ENDS =
            List.of(Status.SUCCEEDED, Status.PARTIALLY_SUCCEEDED, Status.FAILED, Status.CANCELED);

    private OutcomeReader() {}

    /** Reads the body of a request. */
    static ExecutionOutcome read(AdminCall call) throws IOException {
        return read(call.body());
    }

    static ExecutionOutcome read(JsonObject body) {
        body.only(STATUS, ERRORS, RECORDS, STAGING_ERROR_FILES, TARGET_ERROR_KEYS_FILES);
        ExecutionOutcome outcome = outcome(
                body.requireText(STATUS),
                body.objects(ERRORS).stream().map(OutcomeReader::row).toArray(ErrorRow[]::new));
        JsonObject records = entities(body, RECORDS);
        for (String entity : records.names()) {
            outcome = outcome.records(entity, records.number(entity).orElseThrow());
        }
        JsonObject staging = entities(body, STAGING_ERROR_FILES);
        for (String entity : staging.names()) {
            outcome = outcome.stagingErrorFile(entity, bytes(staging, entity));
        }
        JsonObject keys = entities(body, TARGET_ERROR_KEYS_FILES);
        for (String entity : keys.names()) {
            outcome = outcome.targetErrorKeysFile(entity, bytes(keys, entity));
        }
        return outcome;
    }

    private static ExecutionOutcome outcome(String text, ErrorRow... errors) {
        Status status = ENDS.stream()
                .filter(end -> end.wireName().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("status: expected one of "
                        + ENDS.stream().map(Status::wireName).toList() + ", but got another"));
        if (status == Status.PARTIALLY_SUCCEEDED) {
            return ExecutionOutcome.partiallySucceeded(errors);
        }
        if (status == Status.FAILED) {
            return ExecutionOutcome.failed(errors);
        }
        if (errors.length > 0) {
            throw new IllegalArgumentException("errors: expected none with " + text + ", but got " + errors.length);
        }
        return status == Status.SUCCEEDED ? ExecutionOutcome.succeeded() : ExecutionOutcome.canceled();
    }

    private static ErrorRow row(JsonObject json) {
        json.only("entity", "recordId", "field", "message", "inStaging");
        return new ErrorRow(
                json.text("entity").orElse(""),
                json.text("recordId").orElse(""),
                json.text("field").orElse(""),
                json.requireText("message"),
                json.flag("inStaging").orElse(false));
    }

    private static JsonObject entities(JsonObject body, String name) {
        return body.object(name).orElseGet(JsonObject::new);
    }

    private static byte[] bytes(JsonObject files, String entity) {
        return files.requireText(entity).getBytes(StandardCharsets.UTF_8);
    }
}
