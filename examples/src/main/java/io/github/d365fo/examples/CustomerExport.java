package io.github.d365fo.examples;

import io.github.d365fo.connector.AsyncRecurringJob;
import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.dequeue.DownloadedFile;
import io.github.d365fo.connector.error.ConnectorException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Fetches what an export job has ready. */
public final class CustomerExport {
    private final ConnectorClient client;
    private final String activityId;

    /** Fetches from the job {@code activityId}. */
    public CustomerExport(ConnectorClient client, String activityId) {
        this.client = client;
        this.activityId = activityId;
    }

    /**
     * Downloads every package that is ready into {@code directory}. Throws at the end what some of them failed with; the
     * others are there.
     */
    public List<DownloadedFile> fetchAll(Path directory) {
        List<DownloadedFile> files = new ArrayList<>();
        List<ConnectorException> failures = new ArrayList<>();
        // tag::export[]
        RecurringJob exports = client.job(activityId);
        for (Optional<DequeueResult> next = exports.dequeue(); next.isPresent(); next = exports.dequeue()) {
            DequeueResult message = next.get();
            try {
                if (message.fileExists()) {
                    files.add(exports.download(message, directory.resolve(message.correlationId() + ".zip")));
                }
                exports.acknowledge(message);
            } catch (ConnectorException e) {
                failures.add(e); // The message comes back in 30 minutes; those behind it don't wait for it.
            }
        }
        // end::export[]
        if (!failures.isEmpty()) {
            ConnectorException first = failures.remove(0);
            failures.forEach(first::addSuppressed);
            throw first;
        }
        return files;
    }

    /** Downloads the next package into {@code directory} without blocking; {@code false} if there is none. */
    public CompletableFuture<Boolean> fetchNext(Path directory) {
        // tag::async[]
        AsyncRecurringJob exports = client.async().job(activityId);
        return exports.dequeue().thenCompose(next -> {
            if (next.isEmpty()) {
                return CompletableFuture.completedFuture(false);
            }
            DequeueResult message = next.get();
            Path target = directory.resolve(message.correlationId() + ".zip");
            return (message.fileExists() ? exports.download(message, target) : CompletableFuture.completedFuture(null))
                    .thenCompose(file -> exports.acknowledge(message))
                    .thenApply(done -> true);
        });
        // end::async[]
    }
}
