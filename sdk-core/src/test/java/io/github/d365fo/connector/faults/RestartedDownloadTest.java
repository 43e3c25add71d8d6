package io.github.d365fo.connector.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.dequeue.DownloadedFile;
import io.github.d365fo.connector.error.IntegrityException;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.connector.support.ScriptedServer.Connection;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import io.github.d365fo.connector.support.Zips;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nothing of a try that broke off is left in what the next one brings. */
@ExtendWith(CapturedLog.class)
@Timeout(60)
class RestartedDownloadTest {
    private static final byte[] PACKAGE = Zips.ofSize(1000);

    private static final Reply CUT =
            Reply.truncated(1000, Arrays.copyOf(PACKAGE, 400), "ETag: \"v1\"", "Accept-Ranges: bytes");

    @TempDir
    Path directory;

    private Path target() {
        return directory.resolve("a.zip");
    }

    private static boolean isRanged(Connection connection) {
        return !connection.request().header("range").isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void ofALongerPartNothingStays(FaceUnderTest face) throws IOException {
        try (Rig rig = new Rig(face, Reply.truncated(9000, new byte[5000]), Reply.bytes(200, PACKAGE))) {
            DownloadedFile file = rig.job.download(rig.message(), target());
            assertThat(file.size()).isEqualTo(1000);
            assertThat(target()).hasBinaryContent(PACKAGE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void withoutAByteThereIsNothingToGoOnFrom(FaceUnderTest face) throws IOException {
        String[] resumable = {"ETag: \"v1\"", "Accept-Ranges: bytes"};
        try (Rig rig =
                new Rig(face, Reply.truncated(1000, new byte[0], resumable), Reply.bytes(200, PACKAGE, resumable))) {
            rig.job.download(rig.message(), target());
            assertThat(rig.server.requests())
                    .hasSize(2)
                    .extracting(request -> request.header("range"))
                    .containsOnly("");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatGoesOnAsksForTheRestOfThisVersion(FaceUnderTest face) throws IOException {
        Reply rest = rest("ETag: \"v1\"", "Content-Range: bytes 400-999/1000");
        try (Rig rig = Rig.patient(face, connection -> (isRanged(connection) ? rest : CUT).answer(connection))) {
            rig.job.download(rig.message(), target());
            assertThat(target()).hasBinaryContent(PACKAGE);
            assertThat(rig.server.requests()).last().satisfies(last -> {
                assertThat(last.header("range")).isEqualTo("bytes=400-");
                assertThat(last.header("if-range")).isEqualTo("\"v1\"");
                assertThat(last.header("authorization")).isNotEmpty();
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRestOfAnotherLengthIsNotTheRest(FaceUnderTest face) throws IOException {
        Reply whole = Reply.bytes(200, PACKAGE);
        for (String range : new String[] {"400-999/1001", "400-998/1000", "401-999/1000"}) {
            Reply other = rest("ETag: \"v1\"", "Content-Range: bytes " + range);
            AtomicInteger ranged = new AtomicInteger();
            Reply script = connection -> {
                if (isRanged(connection)) {
                    ranged.incrementAndGet();
                    return other.answer(connection);
                }
                return (ranged.get() > 0 ? whole : CUT).answer(connection);
            };
            try (Rig rig = Rig.patient(face, script)) {
                Path file = directory.resolve(range.replace('/', '-'));
                rig.job.download(rig.message(), file);
                assertThat(file).hasBinaryContent(PACKAGE);
                assertThat(ranged).hasValue(1);
                assertThat(rig.server.requests())
                        .last()
                        .satisfies(last -> assertThat(last.header("range")).isEmpty());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPackedAnswerIsRefused(FaceUnderTest face) throws IOException {
        try (Rig rig = new Rig(face, Reply.bytes(200, PACKAGE, "Content-Encoding: gzip"))) {
            assertThatThrownBy(() -> rig.job.download(rig.message(), target()))
                    .isInstanceOf(IntegrityException.class)
                    .hasMessageContaining("came compressed");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatMayBeAPartIsNoFileIfNothingProvesItWhole(FaceUnderTest face) throws IOException {
        Reply endless = connection -> {
            connection.write("HTTP/1.1 200 X\r\nConnection: close\r\n\r\nrows".getBytes(StandardCharsets.US_ASCII));
            return false;
        };
        try (Rig rig = Rig.with(builder -> builder.packageCheck(false), face, endless)) {
            assertThatThrownBy(() -> rig.job.download(rig.message(), target()))
                    .isInstanceOf(IntegrityException.class)
                    .hasMessageContaining("neither a length nor chunks");
        }
    }

    private static Reply rest(String... headers) {
        return Reply.bytes(206, Arrays.copyOfRange(PACKAGE, 400, 1000), headers);
    }
}
