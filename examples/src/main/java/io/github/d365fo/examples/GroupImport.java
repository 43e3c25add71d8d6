package io.github.d365fo.examples;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.datamanagement.ExecutionError;
import io.github.d365fo.connector.datamanagement.ExportRequest;
import io.github.d365fo.connector.datamanagement.ImportOperation;
import io.github.d365fo.connector.datamanagement.ImportOutcome;
import io.github.d365fo.connector.datamanagement.ImportRequest;
import io.github.d365fo.connector.dequeue.DownloadedFile;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.status.EntityStatus;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Imports customer groups from a CSV file and prints what became of them, row by row. */
public final class GroupImport {
    private final ConnectorClient client;

    /** Imports with {@code client}. */
    public GroupImport(ConnectorClient client) {
        this.client = client;
    }

    /**
     * Imports {@code csv} by way of a package in {@code workDirectory}. Called again with the same directory after a
     * crash, it takes up the import that was begun instead of beginning another.
     */
    public ImportOutcome run(Path csv, Path workDirectory) throws IOException {
        Path zip = workDirectory.resolve("groups.zip");
        Path note = workDirectory.resolve("execution-id");
        if (Files.exists(note)) {
            return resume(zip, note);
        }
        CustomerGroups.pack(csv, zip);
        return begin(zip, note);
    }

    private ImportOutcome begin(Path zip, Path note) throws IOException {
        // tag::import[]
        ImportOperation operation = client.dataManagement()
                .newImport(
                        Payload.ofFile(zip),
                        ImportRequest.of("Customer groups import").company("usmf"));
        Files.writeString(note, operation.executionId().value());
        ImportOutcome outcome = operation.await(Duration.ofHours(1));
        // end::import[]
        return outcome;
    }

    private ImportOutcome resume(Path zip, Path note) throws IOException {
        // tag::resume[]
        ImportRequest request = ImportRequest.of("Customer groups import")
                .company("usmf")
                .executionId(ExecutionId.of(Files.readString(note)));
        ImportOutcome outcome = client.dataManagement()
                .resumeImport(Payload.ofFile(zip), request)
                .await(Duration.ofHours(1));
        // end::resume[]
        return outcome;
    }

    /** Exports a data project into {@code target}. */
    public DownloadedFile export(Path target) {
        // tag::export[]
        DownloadedFile file = client.dataManagement()
                .newExport(ExportRequest.of("Customer groups export"))
                .download(target, Duration.ofHours(1));
        // end::export[]
        return file;
    }

    /** Prints an outcome with its failed rows. */
    public static void print(ImportOutcome outcome, PrintStream out) {
        // tag::outcome[]
        out.println(outcome.isSuccess() ? "imported" : "not imported: " + outcome.state());
        for (EntityStatus entity : outcome.entities()) {
            out.println(entity.entity() + ": " + entity.targetRecords() + " of " + entity.stagingRecords() + " rows");
        }
        for (ExecutionError error : outcome.errors()) {
            out.println(error);
        }
        outcome.advice().ifPresent(out::println);
        outcome.page().ifPresent(page -> out.println("see " + page));
        // end::outcome[]
    }
}
