package io.github.d365fo.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.datamanagement.ImportOutcome;
import io.github.d365fo.connector.datamanagement.ImportRequest;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.dequeue.DownloadedFile;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.IntegrityException;
import io.github.d365fo.connector.packages.DataPackageException;
import io.github.d365fo.connector.packages.DataPackageReader;
import io.github.d365fo.connector.packages.PackageEntity;
import io.github.d365fo.connector.packages.PackageFile;
import io.github.d365fo.testkit.harness.FaceUnderTest;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tiny packages are what the client and the fake take for packages. */
class TestPackagesTest {
    @TempDir
    Path directory;

    @Test
    void aTinyPackageHasAllThatAPackageHas() throws Exception {
        byte[] bytes = TestPackages.tiny();
        assertThat(bytes).hasSizeLessThan(8_000).isEqualTo(TestPackages.tiny());
        try (DataPackageReader reader = DataPackageReader.open(new ByteArrayInputStream(bytes))) {
            assertThat(reader.files())
                    .extracting(PackageFile::name)
                    .containsExactly("Manifest.xml", "PackageHeader.xml", "Customer groups.csv");
            assertThat(reader.header()).isPresent();
            PackageEntity entity = reader.manifest().entities().get(0);
            assertThat(entity.name()).isEqualTo("Customer groups");
            try (InputStream data = reader.data(entity)) {
                assertThat(data)
                        .asString(StandardCharsets.UTF_8)
                        .isEqualTo("CUSTOMERGROUPID,DESCRIPTION\r\n10,Wholesale\r\n20,Retail\r\n");
            }
        }
    }

    @Test
    void entitiesAndFieldsAreTheOnesThatWereGiven() throws Exception {
        byte[] bytes = TestPackages.of("Währung & <mehr>: V2", "\"A\", B\n1,\"x\ny\"\n");
        try (DataPackageReader reader = DataPackageReader.open(new ByteArrayInputStream(bytes))) {
            PackageEntity entity = reader.manifest().entities().get(0);
            assertThat(entity.name()).isEqualTo("Währung & <mehr>: V2");
            assertThat(entity.fields()).extracting(field -> field.sourceField()).containsExactly("A", "B");
            try (InputStream data = reader.data(entity)) {
                assertThat(data).asString(StandardCharsets.UTF_8).isEqualTo("\"A\", B\r\n1,\"x\r\ny\"\r\n");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A,,B\n", "\n"})
    void whatHasNoFieldsIsNoPackage(String csv) {
        assertThatThrownBy(() -> TestPackages.of("Customers", csv))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("csv");
        assertThatThrownBy(() -> TestPackages.of(" ", "A\n1\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("entity");
    }

    @ParameterizedTest
    @EnumSource
    void theFakeImportsWhatItExports(FaceUnderTest face) {
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            ImportOutcome outcome = face.dataManagement(server.client())
                    .newImport(
                            Payload.ofBytes(TestPackages.tiny()),
                            ImportRequest.of("Groups").company("usmf"))
                    .await(Duration.ofHours(1));
            assertThat(outcome.isSuccess()).isTrue();
            assertThat(outcome.entities().get(0).targetRecords()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPoisonPackageIsDownloadedAndCanNotBeOpened(FaceUnderTest face) {
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            server.exportJob().publishPoison();
            var exports =
                    face.job(server.client(), server.exportJob().activityId().value());
            DownloadedFile file = exports.download(exports.dequeue().orElseThrow(), directory.resolve("poison.zip"));
            assertThatThrownBy(() -> DataPackageReader.open(file.path()).close())
                    .isInstanceOf(DataPackageException.class)
                    .hasMessageContaining("encrypted");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNoPackageIsRefusedByTheClient(FaceUnderTest face) {
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            server.exportJob().publish(new byte[] {'P', 'K', 1});
            server.exportJob().publishTiny();
            var exports =
                    face.job(server.client(), server.exportJob().activityId().value());
            DequeueResult junk = exports.dequeue().orElseThrow();
            assertThatThrownBy(() -> exports.download(junk, directory.resolve("a.zip")))
                    .isInstanceOf(IntegrityException.class)
                    .hasMessageContaining("50 4B 01");
            assertThat(exports.download(exports.dequeue().orElseThrow(), directory.resolve("a.zip"))
                            .size())
                    .isEqualTo(TestPackages.tiny().length);
        }
    }
}
