package io.github.d365fo.testkit;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.status.MessageState;
import io.github.d365fo.testkit.internal.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps a server's packages, leases, acknowledgements, files, states and its time in a directory. Tokens, faults, the
 * journal, and what is planned for rows of imports that have not ended, are not kept: a client that comes back gets a new token, as it does when one was revoked. Thread-safe.
 */
final class ServerState implements AutoCloseable {
    private static final String VERSION = "version";
    private static final String ACTIVITY = "activityId";
    private static final String MESSAGES = "messages";
    private static final String IDS = "ids";
    private static final String IMPORTS = "imports";
    private static final String EXPORTS = "exports";
    private static final String NOW = "now";
    private static final long CURRENT = 1;

    private final StateDirectory directory;
    private final Jobs jobs;
    private final Ids ids;
    private final TestClock clock;

    /**
     * Takes up what {@code path} holds.
     *
     * @throws IllegalStateException if another server uses it, or it holds something else
     */
    ServerState(Path path, Jobs jobs, Ids ids, TestClock clock) {
        this.directory = StateDirectory.open(path);
        this.jobs = jobs;
        this.ids = ids;
        this.clock = clock;
        try {
            directory.load().ifPresent(this::restore);
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    void save() {
        directory.save(this::snapshot);
    }

    @Override
    public void close() {
        directory.close();
    }

    private StateDirectory.Snapshot snapshot() {
        Map<String, StateDirectory.Source> contents = new HashMap<>();
        JsonObject state = new JsonObject()
                .put(VERSION, CURRENT)
                .put(
                        IMPORTS,
                        jobs.imports().stream().map(job -> save(job, contents)).toList())
                .put(
                        EXPORTS,
                        jobs.exports().stream().map(job -> save(job, contents)).toList());
        // Last, so that neither an id nor a time that stands above lies beyond them.
        return new StateDirectory.Snapshot(state.put(IDS, ids.count()).put(NOW, clock.instant()), contents);
    }

    private static JsonObject save(FakeExportJob job, Map<String, StateDirectory.Source> contents) {
        return job.save(contents).put(ACTIVITY, job.activityId());
    }

    private static JsonObject save(FakeImportJob job, Map<String, StateDirectory.Source> contents) {
        return new JsonObject()
                .put(ACTIVITY, job.activityId())
                .put(
                        MESSAGES,
                        job.enqueued().stream()
                                .map(file -> save(job, file, contents))
                                .toList());
    }

    private static JsonObject save(FakeImportJob job, EnqueuedFile file, Map<String, StateDirectory.Source> contents) {
        contents.put(file.messageId().value(), file::open);
        return new JsonObject()
                .put("messageId", file.messageId())
                .put("entity", file.entity())
                .put("company", file.company())
                .put("externalId", file.externalId())
                .put("legalEntity", file.legalEntity())
                .put("enqueuedAt", file.enqueuedAt())
                .put("state", job.fixedState(file.messageId()).or(() -> end(job, file)));
    }

    /** Returns the state in which an import has ended: whatever made it end so need not be kept. */
    private static Optional<String> end(FakeImportJob job, EnqueuedFile file) {
        return job.state(file.messageId())
                .filter(state -> MessageState.of(state).isTerminal());
    }

    private void restore(JsonObject state) {
        try {
            if (state.number(VERSION).orElse(0L) != CURRENT) {
                throw new IllegalArgumentException("version: expected " + CURRENT);
            }
            ids.skipTo(state.number(IDS).orElseThrow(() -> JsonObject.missing(IDS, "a number")));
            Instant now = state.requireInstant(NOW);
            clock.advance(Duration.between(clock.instant(), now));
            List<JsonObject> imports = state.objects(IMPORTS);
            for (int i = 0; i < imports.size(); i++) {
                restore(importJob(i, imports.get(i)), imports.get(i));
            }
            List<JsonObject> exports = state.objects(EXPORTS);
            for (int i = 0; i < exports.size(); i++) {
                exportJob(i, exports.get(i)).restore(exports.get(i), directory);
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("state: expected what this program writes, but " + e.getMessage(), e);
        }
    }

    private FakeImportJob importJob(int index, JsonObject saved) {
        return index < jobs.imports().size()
                ? jobs.imports().get(index)
                : jobs.addImport(ActivityId.of(saved.requireText(ACTIVITY)));
    }

    private FakeExportJob exportJob(int index, JsonObject saved) {
        return index < jobs.exports().size()
                ? jobs.exports().get(index)
                : jobs.addExport(ActivityId.of(saved.requireText(ACTIVITY)));
    }

    private void restore(FakeImportJob job, JsonObject saved) {
        for (JsonObject message : saved.objects(MESSAGES)) {
            MessageId id = MessageId.of(message.requireText("messageId"));
            Content content = directory.content(id.value());
            EnqueuedFile file = new EnqueuedFile(
                    id,
                    content,
                    message.text("entity"),
                    message.text("company"),
                    message.text("externalId"),
                    message.requireText("legalEntity"),
                    message.requireInstant("enqueuedAt"));
            job.add(file, file.entity().isPresent() || isZip(content));
            message.text("state").ifPresent(state -> job.setState(id, state));
        }
    }

    private static boolean isZip(Content content) {
        try {
            return ConnectorApi.isZip(content);
        } catch (IOException e) {
            throw new UncheckedIOException("state: a content can't be read", e);
        }
    }
}
