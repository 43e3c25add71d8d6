package io.github.d365fo.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.testkit.TestPackages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartTest {
    private final StringBuilder out = new StringBuilder();

    @TempDir
    Path directory;

    @Test
    void tellsTheWholeStory() throws IOException {
        assertThat(Quickstart.run(new String[0], Map.of(), out)).isZero();
        assertThat(out.toString())
                .contains("Enqueued general-journal.xml as message")
                .contains("Its state is Enqueued.")
                .contains("It ended as Processed")
                .contains("Downloaded")
                .contains("nothing came back");
    }

    @Test
    void takesAPackage() throws IOException {
        Path zip = Files.write(directory.resolve("package.zip"), TestPackages.tiny());
        assertThat(Quickstart.run(new String[] {zip.toString()}, Map.of(), out)).isZero();
        assertThat(out.toString()).contains("It ended as Processed").contains("Downloaded");
    }

    @Test
    void namesWhatIsMissing() throws IOException {
        Map<String, String> half = Map.of("D365FO_ENVIRONMENT", "https://contoso.operations.dynamics.com");
        assertThat(Quickstart.run(new String[0], half, out)).isEqualTo(2);
        assertThat(out.toString()).contains("D365FO_CLIENT_SECRET");
        assertThat(Quickstart.run(new String[] {"none.xml"}, Map.of(), out)).isEqualTo(2);
    }
}
