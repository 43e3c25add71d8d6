package io.github.d365fo.examples;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.datamanagement.ExecutionError;
import io.github.d365fo.connector.datamanagement.ImportOutcome;
import io.github.d365fo.connector.datamanagement.ImportRequest;
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
        boolean begunBefore = Files.exists(note);
        if (!begunBefore) {
            CustomerGroups.pack(csv, zip);
            Files.writeString(note, ExecutionId.unique().value());
        }
        // tag::import[]
        ImportRequest request = ImportRequest.of("Customer groups import")
                .company("usmf")
                .executionId(ExecutionId.of(Files.readString(note)));
        Payload packageFile = Payload.ofFile(zip);
        ImportOutcome outcome = (begunBefore
                        ? client.dataManagement().resumeImport(packageFile, request)
                        : client.dataManagement().newImport(packageFile, request))
                .await(Duration.ofHours(1));
        // end::import[]
        return outcome;
    }

    /** Prints an outcome with its failed rows. */
    public static void print(ImportOutcome outcome, PrintStream out) {
        // tag::outcome[]
        out.println(outcome.isSuccess() ? "imported" : "not imported: " + outcome.rawState());
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
