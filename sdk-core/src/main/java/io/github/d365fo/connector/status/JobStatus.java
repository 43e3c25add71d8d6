package io.github.d365fo.connector.status;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.internal.wire.Json;
import io.github.d365fo.connector.internal.wire.JsonException;
import io.github.d365fo.connector.internal.wire.JsonObject;
import io.github.d365fo.connector.internal.wire.Redaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What an environment knows about the import of a message. The format of this response is not documented, so every
 * field except the state may be missing; a field that can't be parsed counts as missing. Immutable and thread-safe.
 */
public final class JobStatus {
    private static final String NO_EXECUTION = "00000000-0000-0000-0000-000000000000";

    private final MessageStatus status;
    private final Optional<MessageId> messageId;
    private final Optional<String> dataProject;
    private final Optional<String> externalId;
    private final Optional<ExecutionId> executionId;
    private final Optional<Instant> startedAt;
    private final Optional<Instant> completedAt;
    private final Optional<String> executionLog;
    private final List<EntityStatus> entities;

    private JobStatus(JsonObject answer) throws JsonException {
        JsonObject job = answer.object("DataJobStatus").orElse(answer);
        this.status = MessageStatus.of(job.requiredText("DataJobState"));
        this.messageId =
                ifReadable(Optional.empty(), () -> job.text("DataJobIdentifier").map(MessageId::verbatim));
        this.dataProject = job.textIfAny("DataProject");
        this.externalId = job.textIfAny("ExternalIdentifier");
        this.executionId = ifReadable(
                Optional.empty(),
                () -> job.text("ExecutionIdentifier")
                        .filter(id -> !id.equals(NO_EXECUTION))
                        .map(ExecutionId::of));
        this.startedAt = ifReadable(Optional.empty(), () -> job.time("DataJobStartedDateTime"));
        this.completedAt = ifReadable(Optional.empty(), () -> job.time("DataJobCompletedDateTime"));
        this.executionLog = answer.textIfAny("ExecutionLog").map(Redaction::clean);
        this.entities = ifReadable(List.of(), () -> entities(answer.objects("ExecutionDetail")));
    }

    private interface Field<T> {
        T read() throws JsonException;
    }

    /** The state is the purpose of the response, so no other field may prevent reading it. */
    private static <T> T ifReadable(T otherwise, Field<T> field) {
        try {
            return field.read();
        } catch (JsonException | IllegalArgumentException e) {
            return otherwise;
        }
    }

    /**
     * Parses a response of <em>jobstatus</em>.
     *
     * @throws IllegalArgumentException if {@code json} is not an object with {@code DataJobState}; the message names
     *     the field
     */
    public static JobStatus fromJson(String json) {
        Objects.requireNonNull(json, "json");
        try {
            return new JobStatus(Json.parseObject(json));
        } catch (JsonException e) {
            throw new IllegalArgumentException("job status: " + e.getMessage(), e);
        }
    }

    /** Returns the state. */
    public MessageState state() {
        return status.state();
    }

    /** Returns the state in the service's own spelling, which may be a number. */
    public String rawState() {
        return status.rawState();
    }

    /** Returns whether the import is over, successfully or not. */
    public boolean isTerminal() {
        return status.isTerminal();
    }

    /** Returns whether the import is over without errors. */
    public boolean isSuccess() {
        return status.isSuccess();
    }

    /** Returns the message, or empty if the service does not repeat its id. */
    public Optional<MessageId> messageId() {
        return messageId;
    }

    /** Returns the data project of the job, or empty if the service names none. */
    public Optional<String> dataProject() {
        return dataProject;
    }

    /** Returns the name that {@code EnqueueRequest.externalId} gave to the message, or empty if it had none. */
    public Optional<String> externalId() {
        return externalId;
    }

    /** Returns the execution, or empty until the batch has picked the message up. */
    public Optional<ExecutionId> executionId() {
        return executionId;
    }

    /** Returns when the import started, or empty if it has not. */
    public Optional<Instant> startedAt() {
        return startedAt;
    }

    /** Returns when the import ended, or empty if it has not. */
    public Optional<Instant> completedAt() {
        return completedAt;
    }

    /** Returns the execution's log, with anything that looks like a secret removed, or empty if there is none. */
    public Optional<String> executionLog() {
        return executionLog;
    }

    /** Returns the status of each entity; empty until the import is over. */
    public List<EntityStatus> entities() {
        return entities;
    }

    /** Returns the state and the ids. */
    @Override
    public String toString() {
        return "JobStatus[" + state() + ", rawState=" + rawState() + ", messageId=" + messageId.orElse(null)
                + ", executionId=" + executionId.orElse(null) + "]";
    }

    private static List<EntityStatus> entities(List<JsonObject> details) throws JsonException {
        List<EntityStatus> entities = new ArrayList<>();
        for (JsonObject detail : details) {
            entities.add(EntityStatus.of(detail));
        }
        return List.copyOf(entities);
    }
}
