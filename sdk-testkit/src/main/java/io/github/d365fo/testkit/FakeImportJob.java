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
 * A recurring import job of the fake server. Thread-safe.
 *
 * <p>A message is picked up after a minute by the server's clock, the shortest recurrence of a real job. It is
 * preprocessed for 10 seconds and processed for 20 more, and is then {@code Processed}; these two times are guesses. A
 * message ends in {@code PreProcessingError} if its file can't be read: a file without an entity that is not a complete
 * package, or one that no entity can be read from, such as an empty file, a part of a zip, broken XML, a web page or
 * JSON. That is a guess, since the documentation doesn't say. {@link #setState} overrides all of this, but only
 * forwards: that a real message never goes back is a guess from the documented order.
 *
 * <p>A message is imported into the legal entity of the job, {@code usmf} by default. The parameter {@code company}
 * only has an effect if <em>Use company from message</em> is on for the job; otherwise it is silently ignored.
 *
 * <p>Each message has an execution, whose id jobstatus returns; {@link #endNext} and {@link #setOutcome} set its
 * outcome:
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

    /** Returns the activity id of the job, which clients send. */
    public ActivityId activityId() {
        return queue.activityId();
    }

    /** Returns the files enqueued so far, in their order. */
    public List<EnqueuedFile> enqueued() {
        return queue.files().stream().map(EnqueuedFile::new).toList();
    }

    /** Returns the file that was enqueued with that message id, or empty if there is none. */
    public Optional<EnqueuedFile> enqueued(MessageId id) {
        Objects.requireNonNull(id, "id");
        return queue.file(id).map(EnqueuedFile::new);
    }

    /** Sets the legal entity that the job imports into. Default {@code usmf}. Returns this job. */
    public FakeImportJob legalEntity(String company) {
        Objects.requireNonNull(company, "company");
        queue.legalEntity(company);
        return this;
    }

    /** Sets <em>Use company from message</em> of the job. Default off. Returns this job. */
    public FakeImportJob useCompanyFromMessage(boolean on) {
        queue.useCompanyFromMessage(on);
        return this;
    }

    /**
     * Sets the applications in the job's authorization policy; others are rejected. Default: every application. Returns
     * this job.
     */
    public FakeImportJob authorize(String... clientIds) {
        Given.all("clientIds", clientIds);
        queue.authorize(AuthorizationPolicy.only(clientIds));
        return this;
    }

    /**
     * Fixes the state of a message.
     *
     * @throws IllegalArgumentException if no such message was enqueued, or {@code state} is {@code UNKNOWN}, which has
     *     no spelling
     * @throws IllegalStateException if a message never goes from its current state to that one; {@link #forceState}
     *     does not check this
     */
    public void setState(MessageId message, MessageState state) {
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(state, "state");
        queue.setState(message, state);
    }

    /**
     * Fixes the state of a message, in any spelling and whatever it was before.
     *
     * @throws IllegalArgumentException if no such message was enqueued
     */
    public void setState(MessageId message, String state) {
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(state, "state");
        queue.forceState(message, state);
    }

    /**
     * Fixes the state of a message, whatever it was before.
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
     * Sets the outcome of a message's import, unless its state is fixed: the message ends in {@code Processed} after a
     * success and in {@code ProcessedWithErrors} otherwise.
     *
     * @throws IllegalArgumentException if no such message was enqueued
     */
    public void setOutcome(MessageId message, ExecutionOutcome outcome) {
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(outcome, "outcome");
        queue.setOutcome(message, outcome.model());
    }

    /** Sets the outcome of the next message's import; further calls are for the messages after it. */
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
