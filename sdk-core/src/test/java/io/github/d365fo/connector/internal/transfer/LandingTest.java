package io.github.d365fo.connector.internal.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.dequeue.DownloadedFile;
import io.github.d365fo.connector.dequeue.ExistingTarget;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.internal.files.PartFile;
import io.github.d365fo.connector.internal.http.ExchangeFailure.LocalTrouble;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a file that came, and of the one that is there. */
class LandingTest {
    @TempDir
    Path directory;

    private Path target;

    @BeforeEach
    void name() {
        target = directory.resolve("a.zip");
    }

    @ParameterizedTest
    @EnumSource
    void whereNothingIsTheFileAppears(ExistingTarget existing) throws Exception {
        DownloadedFile file = land(existing, "new");
        assertThat(target).hasContent("new");
        assertThat(file.path()).isEqualTo(target);
        assertThat(file.size()).isEqualTo(3);
        assertThat(file.sha256()).isEqualTo(sha256("new"));
    }

    @ParameterizedTest
    @EnumSource
    void anEmptyFileIsNothing(ExistingTarget existing) throws Exception {
        Files.createFile(target);
        land(existing, "new");
        assertThat(target).hasContent("new");
    }

    @ParameterizedTest
    @EnumSource
    void aDirectoryIsRefusedBeforeAnythingIsSent(ExistingTarget existing) throws IOException {
        Files.createDirectory(target);
        assertThatThrownBy(() -> new Landing(target, existing).begin())
                .isInstanceOfSatisfying(
                        LocalTrouble.class,
                        e -> assertThat(e.outcome(Operation.DOWNLOAD)).isEqualTo(Outcome.NOT_SENT))
                .hasMessageContaining("a.zip is a directory")
                .hasMessageNotContaining("REPLACE");
    }

    @Test
    void anyFileIsRefusedIfThatWasAskedFor() throws IOException {
        Files.writeString(target, "new");
        assertThatThrownBy(() -> new Landing(target, ExistingTarget.REFUSE).begin())
                .isInstanceOf(LocalTrouble.class)
                .hasMessageContaining("a.zip exists and must not be replaced")
                .hasMessageContaining("ExistingTarget.REPLACE");
    }

    @Test
    void aTargetThatAppearsMeanwhileIsRefused() throws Exception {
        Landing landing = new Landing(target, ExistingTarget.REFUSE);
        try (PartFile part = landing.begin()) {
            part.write(bytes("new"), 0);
            Files.writeString(target, "new");
            assertThatThrownBy(() -> landing.end(part, 3, sha256("new")))
                    .isInstanceOfSatisfying(
                            LocalTrouble.class,
                            e -> assertThat(e.outcome(Operation.DOWNLOAD)).isEqualTo(Outcome.REJECTED))
                    .hasMessageContaining("must not be replaced");
        }
    }

    @Test
    void anotherFileIsReplacedIfThatWasAskedFor() throws Exception {
        Files.writeString(target, "old");
        land(ExistingTarget.REPLACE, "new");
        assertThat(target).hasContent("new");
    }

    @Test
    void theSameFileIsKept() throws Exception {
        Files.writeString(target, "new");
        assertThat(land(ExistingTarget.KEEP_IF_SAME, "new").sha256()).isEqualTo(sha256("new"));
        assertThat(target).hasContent("new");
    }

    @Test
    void anotherOneIsNeitherKeptNorTouched() throws Exception {
        Files.writeString(target, "old");
        assertThatThrownBy(() -> land(ExistingTarget.KEEP_IF_SAME, "new"))
                .isInstanceOf(LocalTrouble.class)
                .hasMessageContaining("has a different SHA-256 than the download; both have 3 bytes");
        assertThatThrownBy(() -> land(ExistingTarget.KEEP_IF_SAME, "newer"))
                .isInstanceOf(LocalTrouble.class)
                .hasMessageContaining("has 3 bytes, but the download has 5");
        assertThat(target).hasContent("old");
    }

    private DownloadedFile land(ExistingTarget existing, String content) throws Exception {
        Landing landing = new Landing(target, existing);
        try (PartFile part = landing.begin()) {
            part.write(bytes(content), 0);
            return landing.end(part, content.length(), sha256(content));
        }
    }

    private static ByteBuffer bytes(String content) {
        return ByteBuffer.wrap(content.getBytes(StandardCharsets.US_ASCII));
    }

    private static String sha256(String content) {
        Checksums checksums = new Checksums(false);
        checksums.add(bytes(content));
        return checksums.sha256();
    }
}
