package io.github.d365fo.testkit;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.status.MessageState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A recurring job of the fake server that files are enqueued to. Thread-safe.
 *
 * <p>A message is picked up after a minute on the server's clock, as the shortest recurrence of a real job has it, is
 * preprocessed for 10 seconds and processed for 20 more, and is then {@code Processed}. A file that is no zip and names
 * no entity ends in {@code PreProcessingError}: that the real service does so is a guess, for its documentation is
 * silent. {@link #setState} overrides all of that, forwards only: a real message never goes back.
 *
 * <p>A message is imported into the legal entity of the job, {@code usmf} by default. Its parameter {@code company} is
 * heeded only if the job's <em>Use company from message</em> is on, and is ignored without a word otherwise.
 */
public final class FakeImportJob {
    private static final Duration PICKED_UP = Duration.ofSeconds(60);
    private static final Duration PREPROCESSED = Duration.ofSeconds(70);
    private static final Duration DONE = Duration.ofSeconds(90);

    private final ActivityId activityId;
    private final TestClock clock;
    private final Map<MessageId, Message> messages = new LinkedHashMap<>();
    private final Deque<ImportResult> results = new ArrayDeque<>();
    private AuthorizationPolicy policy = AuthorizationPolicy.EVERYONE;
    private String legalEntity = "usmf";
    private boolean companyFromMessage;

    FakeImportJob(ActivityId activityId, TestClock clock) {
        this.activityId = activityId;
        this.clock = clock;
    }

    private static final class Message {
        private final EnqueuedFile file;
        private final boolean importable;
        private final ImportResult result;
        private @Nullable String fixedState;

        Message(EnqueuedFile file, boolean importable, ImportResult result) {
            this.file = file;
            this.importable = importable;
            this.result = result;
        }
    }

    /** Returns the id by which clients call this job. */
    public ActivityId activityId() {
        return activityId;
    }

    /** Returns the files that were enqueued so far, in their order. */
    public synchronized List<EnqueuedFile> enqueued() {
        List<EnqueuedFile> files = new ArrayList<>();
        messages.values().forEach(message -> files.add(message.file));
        return files;
    }

    /** Sets the legal entity that the job imports into. Default {@code usmf}. Returns this job. */
    public synchronized FakeImportJob legalEntity(String company) {
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
        policy = AuthorizationPolicy.only(clientIds);
        return this;
    }

    /**
     * Lets the next file that is enqueued have {@code records} records, of which those of {@code errors} fail, so that
     * it ends in {@code ProcessedWithErrors}; called again, it is about the file after that.
     *
     * @throws IllegalArgumentException if there are more errors than records
     */
    public synchronized void failRowsOfNext(int records, ImportError... errors) {
        results.add(new ImportResult(records, List.of(errors)));
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
        MessageState present = MessageState.of(state(existing(message)));
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
    public synchronized void setState(MessageId message, String state) {
        existing(message).fixedState = state;
    }

    /**
     * Sets the state of a message for good, whatever it was before.
     *
     * @throws IllegalArgumentException if no such message was enqueued, or {@code state} is {@code UNKNOWN}, which has
     *     no spelling
     */
    public void forceState(MessageId message, MessageState state) {
        setState(message, spelling(state));
    }

    synchronized void add(EnqueuedFile file, boolean importable) {
        ImportResult result = Optional.ofNullable(results.poll()).orElse(ImportResult.CLEAN);
        messages.put(file.messageId(), new Message(file, importable, result));
    }

    synchronized AuthorizationPolicy policy() {
        return policy;
    }

    /** Returns the legal entity that a file with this parameter is imported into. */
    synchronized String legalEntityFor(Optional<String> company) {
        return companyFromMessage ? company.orElse(legalEntity) : legalEntity;
    }

    /** Returns what becomes of a message once it is processed, or empty if there is no such message. */
    synchronized Optional<ImportResult> result(MessageId id) {
        return find(id).map(message -> message.result);
    }

    /** Returns the state of a message that was set, or empty if it goes by the clock. */
    synchronized Optional<String> fixedState(MessageId id) {
        return find(id).map(message -> message.fixedState);
    }

    synchronized void clear() {
        messages.clear();
        results.clear();
    }

    /** Returns the state in the spelling of GetMessageStatus, or empty if there is no such message. */
    public synchronized Optional<String> state(MessageId id) {
        return find(id).map(this::state);
    }

    /** Returns the file of a message, or empty if there is no such message. */
    synchronized Optional<EnqueuedFile> file(MessageId id) {
        return find(id).map(message -> message.file);
    }

    /** Returns when a message was or will be picked up. */
    static Instant pickedUpAt(EnqueuedFile file) {
        return file.enqueuedAt().plus(PICKED_UP);
    }

    /** Returns when a message was or will be done. */
    static Instant doneAt(EnqueuedFile file) {
        return file.enqueuedAt().plus(DONE);
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

    private Optional<Message> find(MessageId id) {
        return Optional.ofNullable(messages.get(id));
    }

    private Message existing(MessageId id) {
        return find(id).orElseThrow(() -> new IllegalArgumentException(
                "message: none with the id " + id + " was enqueued here; " + messages.size() + " others were"));
    }

    private String state(Message message) {
        if (message.fixedState != null) {
            return message.fixedState;
        }
        Duration age = Duration.between(message.file.enqueuedAt(), clock.instant());
        if (age.compareTo(PICKED_UP) < 0) {
            return spelling(MessageState.ENQUEUED);
        }
        if (age.compareTo(PREPROCESSED) < 0) {
            return spelling(MessageState.PREPROCESSING);
        }
        if (!message.importable) {
            return spelling(MessageState.PREPROCESSING_ERROR);
        }
        if (age.compareTo(DONE) < 0) {
            return spelling(MessageState.PROCESSING);
        }
        return spelling(
                message.result.errors().isEmpty() ? MessageState.PROCESSED : MessageState.PROCESSED_WITH_ERRORS);
    }

    /** Returns the activity id. */
    @Override
    public String toString() {
        return "FakeImportJob[" + activityId + "]";
    }
}
