package io.github.d365fo.testkit.internal.connector;

import io.github.d365fo.connector.status.MessageState;
import io.github.d365fo.testkit.FakeExecution;
import io.github.d365fo.testkit.internal.execution.Execution;
import io.github.d365fo.testkit.internal.execution.KnownEntities;
import io.github.d365fo.testkit.internal.execution.Outcome;
import io.github.d365fo.testkit.internal.execution.Progress;
import io.github.d365fo.testkit.internal.json.JsonObject;
import io.github.d365fo.testkit.internal.packages.DataFile;
import io.github.d365fo.testkit.internal.packages.DataPackage;
import io.github.d365fo.testkit.internal.packages.PackageEntity;
import io.github.d365fo.testkit.internal.packages.PackageRefusal;
import io.github.d365fo.testkit.internal.state.StateDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An enqueued file on its way through the batch. Thread-safe.
 *
 * <p>It is picked up after the shortest recurrence that a job can have; how long the rest takes is a guess.
 */
final class ImportMessage implements Progress {
    private static final Duration PICKED_UP = Duration.ofSeconds(60);
    private static final Duration PREPROCESSED = Duration.ofSeconds(70);
    private static final Duration DONE = Duration.ofSeconds(90);
    private static final String PROJECT = "Fake project";

    private final ReceivedFile file;
    private final KnownEntities known;
    private final Execution execution;
    private @Nullable List<PackageEntity> entities;
    private boolean refused;
    private @Nullable String fixedState;
    private @Nullable Outcome planned;

    ImportMessage(ReceivedFile file, KnownEntities known) {
        this.file = file;
        this.known = known;
        this.execution = new Execution(
                new Execution.Subject(
                        Execution.newId(PROJECT, startedAt(), file.messageId().value()),
                        FakeExecution.Kind.MESSAGE,
                        PROJECT,
                        file.legalEntity()),
                this,
                this::entities,
                this::outcome);
    }

    ReceivedFile file() {
        return file;
    }

    Execution execution() {
        return execution;
    }

    synchronized JsonObject save(StateDirectory.Keeper keeper) {
        return new JsonObject()
                .put("file", file.save(keeper))
                .put("state", Optional.ofNullable(fixedState))
                .put("outcome", Optional.ofNullable(planned).map(Outcome::save));
    }

    static ImportMessage restore(JsonObject saved, StateDirectory directory, KnownEntities known) {
        ImportMessage message = new ImportMessage(ReceivedFile.restore(saved.requireObject("file"), directory), known);
        saved.text("state").ifPresent(message::fix);
        saved.object("outcome").map(Outcome::restore).ifPresent(message::plan);
        return message;
    }

    synchronized void fix(String state) {
        fixedState = state;
    }

    synchronized void plan(Outcome outcome) {
        planned = outcome;
    }

    /** Returns the state in the spelling of GetMessageStatus. */
    synchronized String state(Instant now) {
        if (fixedState != null) {
            return fixedState;
        }
        Duration age = Duration.between(file.enqueuedAt(), now);
        if (age.compareTo(PICKED_UP) < 0) {
            return ImportQueue.spelling(MessageState.ENQUEUED);
        }
        if (age.compareTo(PREPROCESSED) < 0) {
            return ImportQueue.spelling(MessageState.PREPROCESSING);
        }
        if (!isImportable()) {
            return ImportQueue.spelling(MessageState.PREPROCESSING_ERROR);
        }
        if (age.compareTo(DONE) < 0) {
            return ImportQueue.spelling(MessageState.PROCESSING);
        }
        return ImportQueue.spelling(
                outcome().status() == FakeExecution.Status.SUCCEEDED
                        ? MessageState.PROCESSED
                        : MessageState.PROCESSED_WITH_ERRORS);
    }

    @Override
    public Instant startedAt() {
        return file.enqueuedAt().plus(PICKED_UP);
    }

    @Override
    public Instant endsAt() {
        return file.enqueuedAt().plus(DONE);
    }

    @Override
    public Stage stage(Instant now) {
        MessageState state = MessageState.of(state(now));
        if (state == MessageState.ENQUEUED) {
            return Stage.HIDDEN;
        }
        return state.isTerminal() ? Stage.OVER : Stage.RUNNING;
    }

    private synchronized boolean isImportable() {
        boolean allKnown = entities().stream().map(PackageEntity::label).allMatch(known::contains);
        return allKnown && !refused;
    }

    private synchronized Outcome outcome() {
        if (planned != null) {
            return planned;
        }
        if (fixedState == null) {
            return isImportable() ? known.outcomeOf(entities()) : Outcome.of(FakeExecution.Status.FAILED);
        }
        return switch (MessageState.of(fixedState)) {
            case PROCESSED_WITH_ERRORS -> Outcome.of(FakeExecution.Status.PARTIALLY_SUCCEEDED);
            case PREPROCESSING_ERROR, POSTPROCESSING_FAILED -> Outcome.of(FakeExecution.Status.FAILED);
            default -> Outcome.of(FakeExecution.Status.SUCCEEDED);
        };
    }

    /** Reads the file on first use, since most tests never need it. */
    private synchronized List<PackageEntity> entities() {
        if (entities == null) {
            entities = read();
        }
        return entities;
    }

    /**
     * A package lists its entities; any other file belongs to the entity of its request, if it has one and the file can
     * be read.
     */
    private List<PackageEntity> read() {
        try {
            return DataPackage.read(file.content(), label -> true);
        } catch (PackageRefusal refusal) {
            return List.of(single());
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private PackageEntity single() {
        try {
            DataFile data = DataFile.read(file.content());
            refused =
                    file.entity().isEmpty() || data.isEmpty() || data.problem().isPresent();
            return new PackageEntity(file.entity().orElse("Fake entity"), data.records());
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Reports a failing disk; problems of the file itself are a {@link PackageRefusal} or a problem of an entity. */
    private static UncheckedIOException unreadable(IOException e) {
        return new UncheckedIOException("the enqueued file can't be read", e);
    }
}
