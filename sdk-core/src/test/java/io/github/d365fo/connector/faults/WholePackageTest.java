package io.github.d365fo.connector.faults;

import static io.github.d365fo.connector.support.BrokenDownloads.ended;
import static io.github.d365fo.connector.support.BrokenDownloads.raw;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.dequeue.DownloadStream;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.IntegrityException;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.support.BrokenDownloads;
import io.github.d365fo.connector.support.BrokenDownloads.Way;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import io.github.d365fo.connector.support.UnusualZips;
import io.github.d365fo.connector.support.Zips;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

/** What appears under its name is a whole package, whatever the server sends and however it sends it. */
@ExtendWith(CapturedLog.class)
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WholePackageTest {
    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final byte[] ZIP = Zips.tiny();
    private static final List<Way> WAYS = Stream.of(BrokenDownloads.ways(), BrokenDownloads.waysOfTheEnvironment())
            .flatMap(List::stream)
            .toList();
    private static final Map<String, Integer> ENDS = new TreeMap<>();

    @TempDir
    Path directory;

    /** One client a face, since a new one for each of so many ways takes longer than all of them. */
    private final Map<FaceUnderTest, Rig> rigs = new EnumMap<>(FaceUnderTest.class);

    private volatile Reply reply = Reply.silence();

    @BeforeAll
    void start() throws IOException {
        for (FaceUnderTest face : FaceUnderTest.values()) {
            rigs.put(face, new Rig(face, connection -> reply.answer(connection)));
        }
    }

    static Stream<Arguments> ways() {
        return Stream.of(FaceUnderTest.values()).flatMap(face -> WAYS.stream().map(way -> Arguments.of(face, way)));
    }

    @ParameterizedTest(name = "{1} {0}")
    @MethodSource("ways")
    void whatIsNotAWholePackageDoesNotAppear(FaceUnderTest face, Way way) throws IOException {
        reply = way.reply();
        Rig rig = rigs.get(face);
        Throwable failure = catchThrowable(() -> rig.job.download(rig.message(), target()));
        ENDS.merge(failure == null ? "stored" : failure.getClass().getSimpleName(), 1, Integer::sum);
        assertThat(failure)
                .isInstanceOf(way.error())
                .hasMessageContaining(way.words())
                .hasMessageNotContainingAny(BrokenDownloads.MARK, "secret");
        assertThat(((ConnectorException) failure).attempts()).isNotEmpty();
        assertNothingLeft();
    }

    @AfterAll
    void stop() throws IOException {
        for (Rig rig : rigs.values()) {
            rig.close();
        }
        System.out.println("Answers that are no whole package: " + WAYS.size() + " ways x 2 faces, "
                + ENDS.getOrDefault("stored", 0) + " stored; " + ENDS);
    }

    static Stream<Arguments> oddities() {
        return Stream.of(FaceUnderTest.values())
                .flatMap(face -> UnusualZips.all().entrySet().stream()
                        .map(oddity -> Arguments.of(face, oddity.getKey(), oddity.getValue())));
    }

    @ParameterizedTest(name = "{1} {0}")
    @MethodSource("oddities")
    void whatIsWholeAppearsHoweverOddItIs(FaceUnderTest face, String name, byte[] zip) throws IOException {
        try (Rig rig = new Rig(face, Reply.bytes(200, zip))) {
            assertThat(rig.job.download(rig.message(), target()).path()).hasBinaryContent(zip);
            assertThat(rig.server.requests()).hasSize(1);
        }
    }

    static Stream<Arguments> oddAnswers() {
        String chunked = "Transfer-Encoding: chunked\r\n";
        Map<String, Reply> answers = new TreeMap<>(Map.of(
                "no length", raw(OK + "\r\n", ZIP),
                "HTTP/1.0", raw("HTTP/1.0 200 OK\r\n\r\n", ZIP),
                "chunks", raw(OK + chunked + "\r\n", ended(ZIP)),
                "chunks said twice", raw(OK + chunked + chunked + "\r\n", ended(ZIP)),
                "one length said twice", raw(OK + ("Content-Length: " + ZIP.length + "\r\n").repeat(2) + "\r\n", ZIP),
                "a length with zeros", raw(OK + "Content-Length: 000" + ZIP.length + "\r\n\r\n", ZIP),
                "identity", Reply.bytes(200, ZIP, "Content-Encoding: Identity", "Transfer-Encoding: identity"),
                "no coding", Reply.bytes(200, ZIP, "Content-Encoding: utf-8"),
                "a type of text", Reply.bytes(200, ZIP, "Content-Type: text/plain; charset=utf-8"),
                "a type of JSON", Reply.bytes(200, ZIP, "Content-Type: application/json")));
        return Stream.of(FaceUnderTest.values())
                .flatMap(face -> answers.entrySet().stream()
                        .map(answer -> Arguments.of(face, answer.getKey(), answer.getValue())));
    }

    @ParameterizedTest(name = "{1} {0}")
    @MethodSource("oddAnswers")
    void whatIsWholeAppearsHoweverItComes(FaceUnderTest face, String name, Reply reply) throws IOException {
        try (Rig rig = new Rig(face, reply)) {
            assertThat(rig.job.download(rig.message(), target()).path()).hasBinaryContent(ZIP);
            assertThat(rig.server.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void onlyWhatIsCutOffIsFetchedAgain(FaceUnderTest face) throws IOException {
        byte[] cut = Arrays.copyOf(ZIP, 100);
        Reply whole = Reply.bytes(200, ZIP);
        for (Reply part : List.of(Reply.bytes(200, cut), raw(OK + "\r\n", cut), Reply.bytes(200, new byte[0]))) {
            try (Rig rig = new Rig(face, part, whole)) {
                assertThat(rig.job.download(rig.message(), target()).path()).hasBinaryContent(ZIP);
                Files.delete(target());
            }
        }
        for (Reply other :
                List.of(Reply.text(200, "<html>"), Reply.text(200, "{}"), Reply.bytes(200, Zips.gzip(ZIP)))) {
            try (Rig rig = new Rig(face, other, whole)) {
                IntegrityException failure =
                        catchThrowableOfType(IntegrityException.class, () -> rig.job.download(rig.message(), target()));
                assertThat(failure.outcome()).isEqualTo(Outcome.REJECTED);
                assertThat(rig.server.requests()).hasSize(1);
                assertNothingLeft();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPartIsNeverGoneOnWithBehindAPackageThatIsCutOff(FaceUnderTest face) throws IOException {
        Reply cut = Reply.bytes(200, Arrays.copyOf(ZIP, 100), "ETag: \"v1\"", "Accept-Ranges: bytes");
        try (Rig rig = new Rig(face, cut, Reply.bytes(200, ZIP))) {
            assertThat(rig.job.download(rig.message(), target()).path()).hasBinaryContent(ZIP);
            assertThat(rig.server.requests())
                    .allSatisfy(r -> assertThat(r.header("range")).isEmpty());
        }
    }

    @ParameterizedTest
    @EnumSource
    void withoutTheCheckAnythingWhoseEndIsKnownAppears(FaceUnderTest face) throws IOException {
        byte[] content = "no package".getBytes(StandardCharsets.UTF_8);
        String md5 = "Content-MD5: " + Base64.getEncoder().encodeToString(md5(content)) + "\r\n";
        for (Reply reply : List.of(
                Reply.bytes(200, content),
                raw(OK + "Transfer-Encoding: chunked\r\n\r\n", ended(content)),
                raw(OK + md5 + "\r\n", content))) {
            try (Rig rig = Rig.with(b -> b.packageCheck(false), face, reply)) {
                assertThat(rig.job.download(rig.message(), target()).path()).hasBinaryContent(content);
                Files.delete(target());
            }
        }
        try (Rig rig = Rig.with(b -> b.packageCheck(false), face, raw(OK + "\r\n", content))) {
            assertThatThrownBy(() -> rig.job.download(rig.message(), target()))
                    .isInstanceOf(IntegrityException.class)
                    .hasMessageContaining("neither a length nor chunks");
            assertNothingLeft();
        }
        // What the checksum does not fit may be a part, so it is asked for again.
        try (Rig rig = Rig.with(
                b -> b.packageCheck(false),
                face,
                raw(OK + md5 + "\r\n", Arrays.copyOf(content, 4)),
                raw(OK + md5 + "\r\n", content))) {
            assertThat(rig.job.download(rig.message(), target()).path()).hasBinaryContent(content);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStreamEndsWhereTheFileEndsOrFails(FaceUnderTest face) throws IOException {
        for (Way way : BrokenDownloads.ways()) {
            reply = way.reply();
            Throwable failure = catchThrowable(() -> read(rigs.get(face)));
            // What is no package but all that was announced can't be told from one before its end.
            boolean said = way.error() != IntegrityException.class
                    || way.name().startsWith("Content-Encoding")
                    || way.words().contains("web page") && !way.name().contains("without a length");
            if (said) {
                assertThat(failure)
                        .as(way.name())
                        .isInstanceOfAny(ConnectorException.class, IOException.class)
                        .hasMessageNotContainingAny(BrokenDownloads.MARK, "secret");
            }
        }
        try (Rig rig = new Rig(face, raw(OK + "\r\n", ZIP))) {
            assertThatThrownBy(() -> rig.job.open(rig.message()))
                    .isInstanceOf(IntegrityException.class)
                    .hasMessageContaining("neither a length nor chunks");
        }
        try (Rig rig = new Rig(face, Reply.bytes(200, ZIP))) {
            assertThat(read(rig)).isEqualTo(ZIP);
        }
    }

    private static byte[] read(Rig rig) throws IOException {
        try (DownloadStream stream = rig.job.open(rig.message())) {
            return stream.readAllBytes();
        }
    }

    private static byte[] md5(byte[] content) {
        try {
            return java.security.MessageDigest.getInstance("MD5").digest(content);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path target() {
        return directory.resolve("target.zip");
    }

    private void assertNothingLeft() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
    }
}
