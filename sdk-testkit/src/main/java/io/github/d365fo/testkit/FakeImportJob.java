package io.github.d365fo.testkit;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.status.MessageState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
 * silent. {@link #setState} overrides all of that.
 */
public final class FakeImportJob {
    private static final Duration PICKED_UP = Duration.ofSeconds(60);
    private static final Duration PREPROCESSED = Duration.ofSeconds(70);
    private static final Duration DONE = Duration.ofSeconds(90);

    private final ActivityId activityId;
    private final TestClock clock;
    private final Map<MessageId, Message> messages = new LinkedHashMap<>();

    FakeImportJob(ActivityId activityId, TestClock clock) {
        this.activityId = activityId;
        this.clock = clock;
    }

    private static final class Message {
        private final EnqueuedFile file;
        private final boolean importable;
        private @Nullable String fixedState;

        Message(EnqueuedFile file, boolean importable) {
            this.file = file;
            this.importable = importable;
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

    /**
     * Sets the state of a message for good.
     *
     * @throws IllegalArgumentException if no such message was enqueued, or {@code state} is {@code UNKNOWN}, which has
     *     no spelling
     */
    public void setState(MessageId message, MessageState state) {
        setState(message, spelling(state));
    }

    /**
     * Sets the state of a message for good, in a spelling of your own.
     *
     * @throws IllegalArgumentException if no such message was enqueued
     */
    public synchronized void setState(MessageId message, String state) {
        find(message)
                .orElseThrow(() -> new IllegalArgumentException("message: none with the id " + message
                        + " was enqueued here; " + messages.size() + " others were"))
                .fixedState = state;
    }

    synchronized void add(EnqueuedFile file, boolean importable) {
        messages.put(file.messageId(), new Message(file, importable));
    }

    /** Returns the state in the spelling of GetMessageStatus, or empty if there is no such message. */
    synchronized Optional<String> state(MessageId id) {
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
        return spelling(age.compareTo(DONE) < 0 ? MessageState.PROCESSING : MessageState.PROCESSED);
    }

    /** Returns the activity id. */
    @Override
    public String toString() {
        return "FakeImportJob[" + activityId + "]";
    }
}
