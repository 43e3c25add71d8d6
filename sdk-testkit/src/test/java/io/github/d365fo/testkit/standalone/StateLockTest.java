package io.github.d365fo.testkit.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.testkit.FakeConnectorServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One server at a time has a directory, whichever process asks, and however often one was refused before. */
class StateLockTest {
    @TempDir
    Path directory;

    @Test
    void aRefusedServerOfThisProcessDoesNotLetOthersIn() throws Exception {
        Path state = directory.resolve("state");
        try (FakeConnectorServer server = start(state)) {
            Path link = Files.createSymbolicLink(directory.resolve("link"), state);
            for (Path spelling : new Path[] {state, state.resolve("../state"), link}) {
                assertThatThrownBy(() -> start(spelling))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageStartingWith("state: another server uses");
            }
            // A process that closes a file loses its locks on it: another process must still be refused.
            Path errors = directory.resolve("errors.txt");
            assertThatThrownBy(() -> Program.ofClassesWithErrorsIn(errors, "--state", state.toString())
                            .close())
                    .isInstanceOf(IOException.class);
            assertThat(errors).content().startsWith("state: another server uses");
            assertThat(server.importJobs()).hasSize(1);
        }
        program(state).close();
    }

    @Test
    void aKilledProcessLeavesTheDirectoryToTheNext() throws Exception {
        Path state = directory.resolve("state");
        try (Program program = program(state)) {
            assertThatThrownBy(() -> start(state)).isInstanceOf(IllegalStateException.class);
            program.kill();
        }
        start(state).close();
    }

    private static FakeConnectorServer start(Path state) {
        return FakeConnectorServer.builder().state(state).start();
    }

    private static Program program(Path state) throws IOException {
        return Program.ofClasses("--state", state.toString());
    }
}
