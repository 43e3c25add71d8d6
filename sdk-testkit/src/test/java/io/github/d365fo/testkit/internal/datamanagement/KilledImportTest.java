package io.github.d365fo.testkit.internal.datamanagement;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.datamanagement.ImportOutcome;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.FakeExecution;
import io.github.d365fo.testkit.harness.FaceUnderTest;
import io.github.d365fo.testkit.harness.PlainHttp;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process is killed in the middle of an import; another takes it up by its execution id. */
@Timeout(120)
class KilledImportTest {
    private static final ExecutionId EXECUTION = ExecutionId.of("night-2026-01-05");

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void anImportThatWasBegunIsFollowedAndNotBegunAgain(FaceUnderTest face) throws Exception {
        Path file = Files.write(directory.resolve("p.zip"), SamplePackage.of(4));
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            List<String> said = runUntil("EXECUTION_STATUS", server, file, false);
            assertThat(said).contains("IMPORT_PACKAGE");
            assertThat(server.dataManagement().executions()).hasSize(1);
            ImportOutcome outcome = resume(face, server, file);
            assertThat(outcome.isSuccess()).isTrue();
            assertThat(outcome.executionId()).contains(EXECUTION);
            assertThat(server.dataManagement().executions())
                    .singleElement()
                    .extracting(FakeExecution::id)
                    .isEqualTo(EXECUTION);
            assertThat(server.dataManagement().blobs()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anImportThatDiedInItsUploadIsBegunAnew(FaceUnderTest face) throws Exception {
        Path file = Files.write(directory.resolve("p.zip"), SamplePackage.of(4));
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            List<String> said = runUntil("UPLOADING", server, file, true);
            assertThat(said).contains("WRITE_URL").doesNotContain("IMPORT_PACKAGE");
            assertThat(server.dataManagement().executions()).isEmpty();
            ImportOutcome outcome = resume(face, server, file);
            assertThat(outcome.isSuccess()).isTrue();
            assertThat(server.dataManagement().executions()).hasSize(1);
        }
    }

    private static ImportOutcome resume(FaceUnderTest face, FakeConnectorServer server, Path file) {
        return face.dataManagement(server.client())
                .resumeImport(Payload.ofFile(file), ImportProcess.request(EXECUTION))
                .await(Duration.ofHours(1));
    }

    /** Starts another JVM, waits until it says {@code word}, kills it and returns what it said. */
    private static List<String> runUntil(String word, FakeConnectorServer server, Path file, boolean endless)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ImportProcess.class.getName(),
                        server.environment().toString(),
                        PlainHttp.token(server),
                        EXECUTION.value(),
                        file.toString(),
                        Boolean.toString(endless))
                .redirectErrorStream(true)
                .start();
        List<String> said = new ArrayList<>();
        try (BufferedReader lines = process.inputReader()) {
            String line = lines.readLine();
            while (line != null && !line.equals(word)) {
                said.add(line);
                line = lines.readLine();
            }
            assertThat(line).as("what it said: %s", said).isEqualTo(word);
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor()).isNotZero();
        return said;
    }
}
