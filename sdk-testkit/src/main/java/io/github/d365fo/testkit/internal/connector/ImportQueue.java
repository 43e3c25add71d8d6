package io.github.d365fo.testkit.internal.connector;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.status.MessageState;
import io.github.d365fo.testkit.internal.execution.Execution;
import io.github.d365fo.testkit.internal.execution.KnownEntities;
import io.github.d365fo.testkit.internal.execution.Outcome;
import io.github.d365fo.testkit.internal.json.JsonObject;
import io.github.d365fo.testkit.internal.state.KeptMap;
import io.github.d365fo.testkit.internal.state.StateDirectory;
import io.github.d365fo.testkit.internal.state.StatePart;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/** The messages and the settings of an import job. Thread-safe. */
public final class ImportQueue {
    private final ActivityId activityId;
    private final InstantSource clock;
    private final KnownEntities known;
    private final KeptMap<MessageId, ImportMessage> messages = new KeptMap<>();
    private final Map<ExecutionId, ImportMessage> byExecution = new HashMap<>();
    private final Queue<Outcome> next = new ArrayDeque<>();
    private AuthorizationPolicy policy = AuthorizationPolicy.EVERYONE;
    private String legalEntity = "usmf";
    private boolean companyFromMessage;

    ImportQueue(ActivityId activityId, InstantSource clock, KnownEntities known) {
        this.activityId = activityId;
        this.clock = clock;
        this.known = known;
    }

    public ActivityId activityId() {
        return activityId;
    }

    /** Returns the files enqueued so far, in order. */
    public synchronized List<ReceivedFile> files() {
        return messages.values().stream().map(ImportMessage::file).toList();
    }

    /** Returns an enqueued file, or empty if there is no such message. */
    public Optional<ReceivedFile> file(MessageId id) {
        return find(id).map(ImportMessage::file);
    }

    public synchronized void legalEntity(String company) {
        legalEntity = company;
    }

    public synchronized void useCompanyFromMessage(boolean on) {
        companyFromMessage = on;
    }

    public synchronized void authorize(AuthorizationPolicy named) {
        policy = named;
    }

    synchronized AuthorizationPolicy policy() {
        return policy;
    }

    /**
     * Fixes the state of a message.
     *
     * @throws IllegalArgumentException if no such message was enqueued, or {@code state} is {@code UNKNOWN}
     * @throws IllegalStateException if a message never goes from its current state to that one
     */
    public synchronized void setState(MessageId message, MessageState state) {
        MessageState present = MessageState.of(known(message).state(clock.instant()));
        if (!StateOrder.allows(present, state)) {
            throw new IllegalStateException("state: expected one that follows " + present + ", but got " + state
                    + "; forceState sets it anyway");
        }
        forceState(message, spelling(state));
    }

    /**
     * Fixes the state of a message, whatever it was before.
     *
     * @throws IllegalArgumentException if no such message was enqueued
     */
    public synchronized void forceState(MessageId message, String state) {
        known(message).fix(state);
        messages.changed(message);
    }

    /**
     * Sets the outcome of a message's import.
     *
     * @throws IllegalArgumentException if no such message was enqueued
     */
    public synchronized void setOutcome(MessageId message, Outcome outcome) {
        known(message).plan(outcome);
        messages.changed(message);
    }

    /** Sets the outcome of the next message's import. */
    public synchronized void endNext(Outcome outcome) {
        next.add(outcome);
    }

    /** Returns the legal entity that a file with this parameter is imported into. */
    synchronized String legalEntityFor(Optional<String> company) {
        return companyFromMessage ? company.orElse(legalEntity) : legalEntity;
    }

    synchronized void add(ReceivedFile file) {
        ImportMessage message = new ImportMessage(file, known);
        if (!next.isEmpty()) {
            message.plan(next.remove());
        }
        add(message);
    }

    private void add(ImportMessage message) {
        messages.put(message.file().messageId(), message);
        byExecution.put(message.execution().subject().id(), message);
    }

    /** Returns the state in the spelling of GetMessageStatus, or empty if there is no such message. */
    public Optional<String> state(MessageId id) {
        return find(id).map(message -> message.state(clock.instant()));
    }

    /** Returns the answer of jobstatus for a message, or empty if there is no such message. */
    Optional<JobStatusJson> status(MessageId id) {
        Instant now = clock.instant();
        return find(id).map(message -> new JobStatusJson(message.file(), message.execution(), message.state(now), now));
    }

    /** Returns the execution of a message, or empty if there is no such message. */
    Optional<Execution> execution(MessageId id) {
        return find(id).map(ImportMessage::execution);
    }

    /** Returns the execution with that id, or empty if it is not that of a message. */
    synchronized Optional<Execution> execution(ExecutionId id) {
        return Optional.ofNullable(byExecution.get(id)).map(ImportMessage::execution);
    }

    /** Returns the executions of all messages. */
    synchronized List<Execution> executions() {
        return messages.values().stream().map(ImportMessage::execution).toList();
    }

    /** Returns the settings as they can be set; the policy is missing if every application may use the job. */
    synchronized JsonObject settings() {
        return new JsonObject()
                .put("activityId", activityId)
                .put("legalEntity", legalEntity)
                .put("useCompanyFromMessage", companyFromMessage)
                .put("authorize", policy.clientIds());
    }

    synchronized void save(StatePart part) {
        part.setting(
                "settings",
                keeper -> new JsonObject()
                        .put("policy", policy.save())
                        .put("legalEntity", legalEntity)
                        .put("useCompanyFromMessage", companyFromMessage)
                        .put("next", next.stream().map(Outcome::save).toList()));
        messages.save(part.part("messages"), (all, name, message) -> all.entry(name, message::save));
    }

    synchronized void restore(JsonObject saved, StateDirectory directory) {
        JsonObject settings = saved.requireObject("settings");
        policy = AuthorizationPolicy.restore(settings.requireObject("policy"));
        legalEntity = settings.requireText("legalEntity");
        companyFromMessage = settings.flag("useCompanyFromMessage").orElse(false);
        settings.objects("next").forEach(outcome -> next.add(Outcome.restore(outcome)));
        saved.objectsOf("messages").stream()
                .map(message -> ImportMessage.restore(message, directory, known))
                .forEach(this::add);
    }

    synchronized void clear() {
        messages.clear();
        byExecution.clear();
        next.clear();
    }

    /**
     * Returns the spelling of GetMessageStatus.
     *
     * @throws IllegalArgumentException if {@code state} is {@code UNKNOWN}, which has none
     */
    public static String spelling(MessageState state) {
        return switch (state) {
            case ENQUEUED -> "Enqueued";
            case DEQUEUED -> "Dequeued";
            case DOWNLOADED -> "Downloaded";
            case ACKED -> "Acked";
            case PREPROCESSING -> "Preprocessing";
            case PROCESSING -> "Processing";
            case PROCESSED -> "Processed";
            case PROCESSED_WITH_ERRORS -> "ProcessedWithErrors";
            case PREPROCESSING_ERROR -> "PreProcessingError";
            case POSTPROCESSING_FAILED -> "PostProcessingFailed";
            case UNKNOWN -> throw new IllegalArgumentException("state: UNKNOWN has no spelling; give one as text");
        };
    }

    private ImportMessage known(MessageId message) {
        return find(message)
                .orElseThrow(() -> new IllegalArgumentException(
                        "message: no message with the id " + message + " was enqueued; " + size() + " others were"));
    }

    private synchronized int size() {
        return messages.size();
    }

    private synchronized Optional<ImportMessage> find(MessageId id) {
        return messages.get(id);
    }
}
