package io.github.d365fo.testkit.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.datamanagement.DataManagement;
import io.github.d365fo.connector.datamanagement.ImportRequest;
import io.github.d365fo.connector.datamanagement.WriteUrl;
import io.github.d365fo.testkit.harness.FaceUnderTest;
import io.github.d365fo.testkit.harness.LastingPort;
import io.github.d365fo.testkit.internal.datamanagement.SamplePackage;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A real process that is killed while an import runs, and another one that goes on with it. */
class DataRestartTest {
    private final HttpClient storage = HttpClient.newHttpClient();

    private final int port = LastingPort.find();

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void anImportAndItsPackageSurviveAKill(FaceUnderTest face) throws Exception {
        byte[] content = SamplePackage.of(3);
        WriteUrl url;
        ExecutionId execution;
        try (Program program = start();
                ConnectorClient client = program.client()) {
            DataManagement data = face.dataManagement(client);
            url = data.writeUrl("groups.zip");
            HttpRequest upload = HttpRequest.newBuilder(url.url().uri())
                    .header("x-ms-blob-type", "BlockBlob")
                    .PUT(HttpRequest.BodyPublishers.ofByteArray(content))
                    .build();
            assertThat(storage.send(upload, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(201);
            execution = data.importFromPackage(url.url(), ImportRequest.of("Groups"));
            program.kill();
        }
        try (Program program = start();
                ConnectorClient client = program.client()) {
            DataManagement data = face.dataManagement(client);
            program.admin().call("POST", "/clock/advance", "{\"duration\":\"PT10S\"}", 200);
            assertThat(data.executionStatus(execution).isTerminal()).isFalse();
            program.admin().call("POST", "/clock/advance", "{\"duration\":\"PT20S\"}", 200);
            assertThat(data.executionStatus(execution).isSuccess()).isTrue();
            assertThat(data.entityStatuses(execution))
                    .singleElement()
                    .satisfies(entity -> assertThat(entity.targetRecords()).isEqualTo(3));
            // The address from before the kill still opens the same bytes, and can be imported once more.
            HttpRequest read = HttpRequest.newBuilder(url.url().uri()).build();
            assertThat(storage.send(read, HttpResponse.BodyHandlers.ofByteArray())
                            .body())
                    .isEqualTo(content);
            assertThat(data.importFromPackage(
                            url.url(), ImportRequest.of("Groups").overwrite(true)))
                    .isNotEqualTo(execution);
        }
    }

    private Program start() throws Exception {
        return Program.ofClasses(
                "--state", directory.resolve("state").toString(), "--frozen", "--port", String.valueOf(port));
    }
}
