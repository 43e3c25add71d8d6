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
 * What an environment knows about the import of a message. Microsoft's documentation is silent about the form of this
 * answer, so every field but the state may be missing, as one is that can't be read. Immutable and thread-safe.
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

    /** The state is what the answer is for, so nothing else in it may stand in its way. */
    private static <T> T ifReadable(T otherwise, Field<T> field) {
        try {
            return field.read();
        } catch (JsonException | IllegalArgumentException e) {
            return otherwise;
        }
    }

    /**
     * Reads an answer of <em>jobstatus</em>.
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

    /** Returns whether the import is over, well or badly. */
    public boolean isTerminal() {
        return status.isTerminal();
    }

    /** Returns whether the import is over and had no errors. */
    public boolean isSuccess() {
        return status.isSuccess();
    }

    /** Returns the message that was asked for, or empty if the service does not repeat it. */
    public Optional<MessageId> messageId() {
        return messageId;
    }

    /** Returns the data project the job imports with, or empty if the service names none. */
    public Optional<String> dataProject() {
        return dataProject;
    }

    /** Returns the name that {@code EnqueueRequest.externalId} gave to the message, or empty if it had none. */
    public Optional<String> externalId() {
        return externalId;
    }

    /** Returns the run of the data project, or empty as long as the batch has not picked the message up. */
    public Optional<ExecutionId> executionId() {
        return executionId;
    }

    /** Returns when the import began, or empty if it has not. */
    public Optional<Instant> startedAt() {
        return startedAt;
    }

    /** Returns when the import ended, or empty if it has not. */
    public Optional<Instant> completedAt() {
        return completedAt;
    }

    /** Returns the execution's log without what looks like a secret, or empty if there is none. */
    public Optional<String> executionLog() {
        return executionLog;
    }

    /** Returns what became of each entity; none as long as the import is not over. */
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
