package io.github.d365fo.connector.datamanagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.support.BrokenDownloads;
import io.github.d365fo.connector.support.BrokenDownloads.Way;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a data project exports appears under its name only as a whole package; a file of errors is none. */
@ExtendWith(CapturedLog.class)
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WholeExportTest {
    private static final ExecutionId EXECUTION = ExecutionId.of("E-1");
    private static final AtomicInteger STORED = new AtomicInteger();

    @TempDir
    Path directory;

    /** One client a face, since a new one for each of so many ways takes longer than all of them. */
    private final Map<FaceUnderTest, DataRig> rigs = new EnumMap<>(FaceUnderTest.class);

    private volatile Reply reply = Reply.silence();

    @BeforeAll
    void start() throws IOException {
        Reply both = connection ->
                (connection.request().method().equals("POST") ? DataRig.fileUrl() : reply).answer(connection);
        for (FaceUnderTest face : FaceUnderTest.values()) {
            rigs.put(face, new DataRig(face, both));
        }
    }

    static Stream<Arguments> ways() {
        return Stream.of(FaceUnderTest.values())
                .flatMap(face -> BrokenDownloads.ways().stream().map(way -> Arguments.of(face, way)));
    }

    @ParameterizedTest(name = "{1} {0}")
    @MethodSource("ways")
    void whatIsNotAWholePackageDoesNotAppear(FaceUnderTest face, Way way) throws IOException {
        reply = way.reply();
        DataManagement data = rigs.get(face).data;
        Throwable failure =
                catchThrowable(() -> data.downloadPackage(EXECUTION, directory.resolve("target.zip"), DataRig.HOUR));
        STORED.addAndGet(failure == null ? 1 : 0);
        assertThat(failure)
                .isInstanceOf(way.error())
                .hasMessageContaining(way.words())
                .hasMessageNotContainingAny(BrokenDownloads.MARK, "secret");
        assertThat(((ConnectorException) failure).attempts()).isNotEmpty();
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
    }

    @AfterAll
    void stop() throws IOException {
        for (DataRig rig : rigs.values()) {
            rig.close();
        }
        System.out.println("Answers that are no whole export: "
                + BrokenDownloads.ways().size() + " ways x 2 faces, " + STORED.get() + " stored");
    }

    @ParameterizedTest
    @EnumSource
    void aFileOfErrorsMayBeAnythingThatIsWhole(FaceUnderTest face) throws IOException {
        try (DataRig rig = new DataRig(face, DataRig.fileUrl(), Reply.text(200, "<html>1;2"))) {
            assertThat(rig.data.downloadStagingErrors(EXECUTION, "Customers", directory.resolve("errors.txt")))
                    .isPresent();
        }
        Reply withoutEnd = BrokenDownloads.raw("HTTP/1.1 200 OK\r\n\r\n", new byte[10]);
        try (DataRig rig = new DataRig(face, DataRig.fileUrl(), withoutEnd)) {
            assertThat(catchThrowable(() ->
                            rig.data.downloadStagingErrors(EXECUTION, "Customers", directory.resolve("part.txt"))))
                    .hasMessageContaining("neither a length nor chunks");
            assertThat(directory.resolve("part.txt")).doesNotExist();
        }
    }
}
