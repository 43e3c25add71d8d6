package io.github.d365fo.testkit;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.status.MessageState;
import io.github.d365fo.testkit.internal.connector.AuthorizationPolicy;
import io.github.d365fo.testkit.internal.connector.ImportQueue;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A recurring job of the fake server that files are enqueued to. Thread-safe.
 *
 * <p>A message is picked up after a minute on the server's clock, as the shortest recurrence of a real job has it, is
 * preprocessed for 10 seconds and processed for 20 more, and is then {@code Processed}; the two times are guesses. A
 * file that can't be read ends in {@code PreProcessingError}: what is no whole package and names no entity, and what no
 * entity can be read from, such as an empty file, a part of a zip, broken XML, a web page or JSON. That the real service
 * does so is a guess, for its documentation is silent. {@link #setState} overrides all of that, forwards only: that a real message never
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
    private final ImportQueue queue;

    FakeImportJob(ImportQueue queue) {
        this.queue = queue;
    }

    /** Returns the id by which clients call this job. */
    public ActivityId activityId() {
        return queue.activityId();
    }

    /** Returns the files that were enqueued so far, in their order. */
    public List<EnqueuedFile> enqueued() {
        return queue.files().stream().map(EnqueuedFile::new).toList();
    }

    /** Sets the legal entity that the job imports into. Default {@code usmf}. Returns this job. */
    public FakeImportJob legalEntity(String company) {
        Objects.requireNonNull(company, "company");
        queue.legalEntity(company);
        return this;
    }

    /** Sets the job's <em>Use company from message</em>. Default off. Returns this job. */
    public FakeImportJob useCompanyFromMessage(boolean on) {
        queue.useCompanyFromMessage(on);
        return this;
    }

    /**
     * Sets which applications the job's authorization policy names; others are refused. Default: every application.
     * Returns this job.
     */
    public FakeImportJob authorize(String... clientIds) {
        Given.all("clientIds", clientIds);
        queue.authorize(AuthorizationPolicy.only(clientIds));
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
    public void setState(MessageId message, MessageState state) {
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(state, "state");
        queue.setState(message, state);
    }

    /**
     * Sets the state of a message for good, in a spelling of your own, whatever it was before.
     *
     * @throws IllegalArgumentException if no such message was enqueued
     */
    public void setState(MessageId message, String state) {
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(state, "state");
        queue.forceState(message, state);
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
        queue.forceState(message, ImportQueue.spelling(state));
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
        queue.setOutcome(message, outcome.model());
    }

    /** Sets how the import of the next message that is enqueued ends. Further calls are for the messages after it. */
    public void endNext(ExecutionOutcome outcome) {
        Objects.requireNonNull(outcome, "outcome");
        queue.endNext(outcome.model());
    }

    /** Returns the state in the spelling of GetMessageStatus, or empty if there is no such message. */
    public Optional<String> state(MessageId id) {
        Objects.requireNonNull(id, "id");
        return queue.state(id);
    }

    /** Returns the activity id. */
    @Override
    public String toString() {
        return "FakeImportJob[" + activityId() + "]";
    }
}
