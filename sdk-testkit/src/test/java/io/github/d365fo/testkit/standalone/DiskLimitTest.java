package io.github.d365fo.testkit.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.testkit.EnqueuedFile;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.harness.FaceUnderTest;
import java.nio.file.Path;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process that really can't write a file: the system limits how large one may be. */
@EnabledOnOs(OS.LINUX)
class DiskLimitTest {
    private static final String FEW_KILOBYTES = "-f 32";

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void aFullDiskFailsTheRequestAndIsReported(FaceUnderTest face) throws Exception {
        Path state = directory.resolve("state");
        Path errors = directory.resolve("errors.txt");
        try (Program program = Program.ofClassesWithin(FEW_KILOBYTES, errors, "--frozen", "--state", state.toString());
                ConnectorClient client = program.client()) {
            RecurringJob job = face.job(client, program.greeting("import job"));
            job.enqueue(file(100));
            assertThatThrownBy(() -> job.enqueue(file(200_000)))
                    .asInstanceOf(InstanceOfAssertFactories.type(ConnectorException.class))
                    .extracting(ConnectorException::outcome)
                    .isEqualTo(Outcome.UNKNOWN);
            assertThat(program.stop()).isOne();
        }
        assertThat(errors)
                .content()
                .contains("the fake server failed", "state: " + state.resolve("state.json") + " can't be written: ");
        try (FakeConnectorServer next =
                FakeConnectorServer.builder().state(state).start()) {
            assertThat(next.importJob().enqueued())
                    .extracting(EnqueuedFile::size)
                    .containsExactly(100L);
        }
    }

    private static EnqueueRequest file(int size) {
        return EnqueueRequest.of(Payload.ofBytes(new byte[size])).entity("General journal");
    }
}
