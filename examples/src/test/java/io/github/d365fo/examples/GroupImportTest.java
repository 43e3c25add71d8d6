package io.github.d365fo.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.datamanagement.ImportOutcome;
import io.github.d365fo.testkit.ErrorRow;
import io.github.d365fo.testkit.ExecutionOutcome;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.TestPackages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupImportTest {
    @TempDir
    Path directory;

    // tag::rows[]
    @Test
    void failedRowsArePrintedAndASecondRunBeginsNothingNew() throws IOException {
        Path csv = Files.writeString(
                directory.resolve("groups.csv"), "CUSTOMERGROUPID,DESCRIPTION\n10,Wholesale\n20,Retail\n");
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            server.dataManagement()
                    .endNext(ExecutionOutcome.partiallySucceeded(
                            ErrorRow.target("20", "Group 20 is closed").field("CUSTOMERGROUPID")));
            GroupImport groups = new GroupImport(server.client());
            String printed = print(groups.run(csv, directory));
            assertThat(printed)
                    .contains("not imported: PARTIALLY_SUCCEEDED")
                    .contains("Customer groups: 1 of 2 rows")
                    .contains("record 20: CUSTOMERGROUPID: Group 20 is closed")
                    .contains("the rows that failed; the others are imported")
                    .contains("see http");
            assertThat(print(groups.run(csv, directory))).isEqualTo(printed);
            assertThat(server.dataManagement().executions()).hasSize(1);
        }
    }
    // end::rows[]

    @Test
    void anExportIsOnTheDisk() {
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            server.dataManagement().project("Customer groups export").publishExport(TestPackages.tiny());
            assertThat(new GroupImport(server.client())
                            .export(directory.resolve("e.zip"))
                            .size())
                    .isEqualTo(TestPackages.tiny().length);
        }
    }

    private static String print(ImportOutcome outcome) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        GroupImport.print(outcome, new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
