package io.github.d365fo.testkit.internal.admin;

import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.harness.FaceUnderTest;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A server with its administration, for one test. */
abstract class AdministeredServer {
    final FakeConnectorServer server =
            FakeConnectorServer.builder().administration(true).start();
    final AdminClient admin = new AdminClient(server.environment());

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        server.close();
    }

    RecurringJob exports(FaceUnderTest face) {
        return face.job(server.client(), server.exportJob().activityId().value());
    }

    RecurringJob imports(FaceUnderTest face) {
        return face.job(server.client(), server.importJob().activityId().value());
    }
}
