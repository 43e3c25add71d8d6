package io.github.d365fo.examples.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demonstration runs to its end with nothing but the application's own class path, and shows what it did. */
class DemoTest {
    @TempDir
    Path directory;

    @Test
    void showsCustomersMetersAndSpans() throws Exception {
        Path output = directory.resolve("demo.out");
        Process demo = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        ApplicationProcess.classPath(),
                        Demo.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(demo.waitFor(2, TimeUnit.MINUTES))
                    .as("the process has ended")
                    .isTrue();
        } finally {
            demo.destroyForcibly();
        }
        assertThat(Files.readString(output))
                .contains("customers: [{ACCOUNT=C1, NAME=Contoso}, {ACCOUNT=C2, NAME=Fabrikam}]")
                .containsPattern("meter d365fo\\.feed\\.handled .* 1\\.0")
                .containsPattern("span CONSUMER \\w{32} \\w{16} handle ")
                .containsPattern("span PRODUCER \\w{32} \\w{16} enqueue ");
        assertThat(demo.exitValue()).isZero();
    }
}
