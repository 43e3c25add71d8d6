package io.github.d365fo.testkit;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.status.MessageState;
import io.github.d365fo.testkit.internal.connector.AuthorizationPolicy;
import io.github.d365fo.testkit.internal.connector.StateOrder;
import io.github.d365fo.testkit.internal.content.StateDirectory;
import io.github.d365fo.testkit.internal.execution.Execution;
import io.github.d365fo.testkit.internal.execution.KnownEntities;
import io.github.d365fo.testkit.internal.execution.Outcome;
import io.github.d365fo.testkit.internal.json.JsonObject;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;

/**
 * A recurring job of the fake server that files are enqueued to. Thread-safe.
 *
 * <p>A message is picked up after a minute on the server's clock, as the shortest recurrence of a real job has it, is
 * preprocessed for 10 seconds and processed for 20 more, and is then {@code Processed}; the two times are guesses. A
 * file that is no zip and names no entity ends in {@code PreProcessingError}: that the real service does so is a guess,
 * for its documentation is silent. {@link #setState} overrides all of that, forwards only: that a real message never
 * goes back is a guess from the documented order.
 *
 * <p>A message is imported into the legal entity of the job, {@code usmf} by default. Its parameter {@code company} is
 * heeded only if the job's <em>Use company from message</em> is on, and is ignored without a word otherwise.
 *
 * <p>Each message leads to an execution whose id is the one of jobstatus; {@link #endNext} and {@link #setOutcome} say
 * how it ends:
 *
 * <pre>{@code
 * FakeImportJob journals = server.importJob().useCompanyFromMessage(true);
 * journals.endNext(ExecutionOutcome.partiallySucceeded(ErrorRow.target("17", "Account 4711 does not exist")));
 * MessageId id = imports.enqueue(journal.company("usrt"));
 * MessageStatus status = imports.awaitProcessed(id, Duration.ofMinutes(30)); // takes no time
 * assert status.state() == MessageState.PROCESSED_WITH_ERRORS;
 * assert journals.enqueued().get(0).legalEntity().equals("usrt");
 * }</pre>
 */
public final class FakeImportJob {
    private final ActivityId activityId;
    private final TestClock clock;
    private final KnownEntities known;
    private final Map<MessageId, ImportMessage> messages = new LinkedHashMap<>();
    private final Queue<Outcome> next = new ArrayDeque<>();
    private AuthorizationPolicy policy = AuthorizationPolicy.EVERYONE;
    private String legalEntity = "usmf";
    private boolean companyFromMessage;

    FakeImportJob(ActivityId activityId, TestClock clock, KnownEntities known) {
        this.activityId = activityId;
        this.clock = clock;
        this.known = known;
    }

    /** Returns the id by which clients call this job. */
    public ActivityId activityId() {
        return activityId;
    }

    /** Returns the files that were enqueued so far, in their order. */
    public synchronized List<EnqueuedFile> enqueued() {
        return messages.values().stream().map(ImportMessage::file).toList();
    }

    /** Sets the legal entity that the job imports into. Default {@code usmf}. Returns this job. */
    public synchronized FakeImportJob legalEntity(String company) {
        Objects.requireNonNull(company, "company");
        this.legalEntity = company;
        return this;
    }

    /** Sets the job's <em>Use company from message</em>. Default off. Returns this job. */
    public synchronized FakeImportJob useCompanyFromMessage(boolean on) {
        this.companyFromMessage = on;
        return this;
    }

    /**
     * Sets which applications the job's authorization policy names; others are refused. Default: every application.
     * Returns this job.
     */
    public synchronized FakeImportJob authorize(String... clientIds) {
        Given.all("clientIds", clientIds);
        policy = AuthorizationPolicy.only(clientIds);
        return this;
    }

    /**
     * Sets the state of a message for good.
     *
     * @throws IllegalArgumentException if no such message was enqueued, or {@code state} is {@code UNKNOWN}, which has
     *     no spelling
     * @throws IllegalStateException if a message never goes from its present state to that one; {@link #forceState}
     *     does not ask
     */
    public synchronized void setState(MessageId message, MessageState state) {
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(state, "state");
        MessageState present = MessageState.of(known(message).state(clock.instant()));
        if (!StateOrder.allows(present, state)) {
            throw new IllegalStateException("state: expected one that follows " + present + ", but got " + state
                    + "; forceState sets it all the same");
        }
        forceState(message, state);
    }

    /**
     * Sets the state of a message for good, in a spelling of your own, whatever it was before.
     *
     * @throws IllegalArgumentException if no such message was enqueued
     */
    public void setState(MessageId message, String state) {
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(state, "state");
        known(message).fix(state);
    }

    /**
     * Sets the state of a message for good, whatever it was before.
     *
     * @throws IllegalArgumentException if no such message was enqueued, or {@code state} is {@code UNKNOWN}, which has
     *     no spelling
     */
    public void forceState(MessageId message, MessageState state) {
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(state, "state");
        setState(message, spelling(state));
    }

    /**
     * Sets how the import of a message ends, unless its state is set: {@code Processed} if the outcome is a success,
     * {@code ProcessedWithErrors} otherwise.
     *
     * @throws IllegalArgumentException if no such message was enqueued
     */
    public void setOutcome(MessageId message, ExecutionOutcome outcome) {
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(outcome, "outcome");
        known(message).plan(outcome.model());
    }

    /** Sets how the import of the next message that is enqueued ends. Further calls are for the messages after it. */
    public synchronized void endNext(ExecutionOutcome outcome) {
        Objects.requireNonNull(outcome, "outcome");
        next.add(outcome.model());
    }

    synchronized AuthorizationPolicy policy() {
        return policy;
    }

    /** Returns the legal entity that a file with this parameter is imported into. */
    synchronized String legalEntityFor(Optional<String> company) {
        return companyFromMessage ? company.orElse(legalEntity) : legalEntity;
    }

    synchronized void add(EnqueuedFile file, boolean readable) {
        ImportMessage message = new ImportMessage(file, readable, known);
        if (!next.isEmpty()) {
            message.plan(next.remove());
        }
        messages.put(file.messageId(), message);
    }

    synchronized JsonObject save(StateDirectory.Keeper keeper) {
        return new JsonObject()
                .put("activityId", activityId)
                .put("policy", policy.save())
                .put("legalEntity", legalEntity)
                .put("useCompanyFromMessage", companyFromMessage)
                .put("next", next.stream().map(Outcome::save).toList())
                .put(
                        "messages",
                        messages.values().stream()
                                .map(message -> message.save(keeper))
                                .toList());
    }

    synchronized void restore(JsonObject saved, StateDirectory directory) {
        policy = AuthorizationPolicy.restore(saved.requireObject("policy"));
        legalEntity = saved.requireText("legalEntity");
        companyFromMessage = saved.flag("useCompanyFromMessage").orElse(false);
        saved.objects("next").forEach(outcome -> next.add(Outcome.restore(outcome)));
        saved.objects("messages").stream()
                .map(message -> ImportMessage.restore(message, directory, known))
                .forEach(message -> messages.put(message.file().messageId(), message));
    }

    synchronized void clear() {
        messages.clear();
        next.clear();
    }

    /** Returns the state in the spelling of GetMessageStatus, or empty if there is no such message. */
    public Optional<String> state(MessageId id) {
        Objects.requireNonNull(id, "id");
        return find(id).map(message -> message.state(clock.instant()));
    }

    /** Returns what jobstatus tells of a message, or empty if there is no such message. */
    Optional<JobStatusJson> status(MessageId id) {
        Instant now = clock.instant();
        return find(id).map(message -> new JobStatusJson(message.file(), message.execution(), message.state(now), now));
    }

    /** Returns the execution of a message, or empty if there is no such message. */
    Optional<Execution> execution(MessageId id) {
        return find(id).map(ImportMessage::execution);
    }

    /** Returns the executions of all messages. */
    synchronized List<Execution> executions() {
        return messages.values().stream().map(ImportMessage::execution).toList();
    }

    static String spelling(MessageState state) {
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
                .orElseThrow(() -> new IllegalArgumentException("message: none with the id " + message
                        + " was enqueued here; " + enqueued().size() + " others were"));
    }

    private synchronized Optional<ImportMessage> find(MessageId id) {
        return Optional.ofNullable(messages.get(id));
    }

    /** Returns the activity id. */
    @Override
    public String toString() {
        return "FakeImportJob[" + activityId + "]";
    }
}
