package io.github.d365fo.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CustomerGroupsTest {
    @TempDir
    Path directory;

    @Test
    void whatIsPackedIsReadAgain() throws IOException {
        Path csv = Files.writeString(
                directory.resolve("groups.csv"), "CUSTOMERGROUPID,DESCRIPTION\n10,Wholesale\n20,Währung\n");
        Path zip = directory.resolve("groups.zip");
        CustomerGroups.pack(csv, zip);
        assertThat(CustomerGroups.ids(zip)).containsExactly("10", "20");
    }

    @Test
    void anExportedPackageIsAModel() throws IOException {
        Path csv =
                Files.writeString(directory.resolve("groups.csv"), "CUSTOMERGROUPID,DESCRIPTION\r\n10,Wholesale\r\n");
        Path other = Files.writeString(directory.resolve("other.csv"), "CUSTOMERGROUPID,DESCRIPTION\r\n30,Retail\r\n");
        CustomerGroups.pack(csv, directory.resolve("exported.zip"));
        CustomerGroups.repack(directory.resolve("exported.zip"), other, directory.resolve("import.zip"));
        assertThat(CustomerGroups.ids(directory.resolve("import.zip"))).containsExactly("30");
    }
}
