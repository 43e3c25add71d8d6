package io.github.d365fo.connector.internal.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.dequeue.DownloadedFile;
import io.github.d365fo.connector.dequeue.ExistingTarget;
import io.github.d365fo.connector.dequeue.TransferListener;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.IntegrityException;
import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.internal.call.Calls;
import io.github.d365fo.connector.internal.call.RunningCalls;
import io.github.d365fo.connector.internal.call.Workers;
import io.github.d365fo.connector.internal.flow.Lanes;
import io.github.d365fo.connector.internal.observe.Observer;
import io.github.d365fo.connector.internal.pipeline.Pipeline;
import io.github.d365fo.connector.internal.settings.ClientSettings;
import io.github.d365fo.connector.internal.time.Time;
import io.github.d365fo.connector.internal.wire.EnvironmentAddress;
import io.github.d365fo.connector.retry.RetryPolicy;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.connector.support.RecordingClock;
import io.github.d365fo.connector.support.ScriptedServer;
import io.github.d365fo.connector.support.ScriptedServer.Connection;
import io.github.d365fo.connector.support.Zips;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Ranges are joined only if each is the missing one of the same version: what appears is that version, or nothing. */
@ExtendWith(CapturedLog.class)
@Timeout(60)
class JoinedRangesTest {
    private static final int RANGE = 64 << 10;
    private static final byte[] BLOB = Zips.ofSize(5 * RANGE + 4_321, 1);
    /** As long as the blob, with the same layout and another content. */
    private static final byte[] OTHER = Zips.ofSize(BLOB.length, 2);

    private static final AtomicInteger WHOLE = new AtomicInteger();
    private static final AtomicInteger REFUSED = new AtomicInteger();
    private static final AtomicInteger JOINED = new AtomicInteger();

    @TempDir
    Path directory;

    private final ExecutorService workers = Workers.create();

    @AfterEach
    void letGo() {
        workers.shutdownNow();
    }

    @AfterAll
    static void figures() {
        System.out.println("Ranges that don't fit: " + (WHOLE.get() + REFUSED.get()) + " downloads, " + REFUSED
                + " refused, " + WHOLE + " whole in the end, " + JOINED + " joined");
    }

    enum WhichFace {
        BLOCKING,
        ASYNC
    }

    /** Which requests for a range get the wrong answer. */
    enum When {
        FIRST,
        REST_OF_THE_FIRST,
        LANES,
        ONE_LANE,
        REST_OF_A_LANE
    }

    /** The heads of wrong answers, whose body is of another version; %1$d is the first byte asked for, %2$d the last. */
    private static final List<String> HEADS = List.of(
            "206|ETag: \"v2\"\r\nContent-Range: bytes %1$d-%2$d/%3$d",
            "206|ETag: W/\"v1\"\r\nContent-Range: bytes %1$d-%2$d/%3$d",
            "206|ETag: \"V1\"\r\nContent-Range: bytes %1$d-%2$d/%3$d",
            "206|Content-Range: bytes %1$d-%2$d/%3$d",
            "206|ETag: v1\r\nContent-Range: bytes %1$d-%2$d/%3$d",
            "206|ETag: \"v1\"\r\nETag: \"v2\"\r\nContent-Range: bytes %1$d-%2$d/%3$d",
            "206|ETag: \"v1\"\r\nContent-Range: bytes %1$d-%2$d/%4$d",
            "206|ETag: \"v1\"\r\nContent-Range: bytes %1$d-%2$d/*",
            "206|ETag: \"v1\"\r\nContent-Range: bytes 1-%2$d/%3$d",
            "206|ETag: \"v1\"\r\nContent-Range: bytes %1$d-%3$d/%3$d",
            "206|ETag: \"v1\"\r\nContent-Range: bytes %2$d-%1$d/%3$d",
            "206|ETag: \"v1\"\r\nContent-Range: rows %1$d-%2$d/%3$d",
            "206|ETag: \"v1\"\r\nContent-Range: bytes %1$d-%2$d/%3$d\r\nContent-Range: bytes 1-%2$d/%3$d",
            "206|ETag: \"v1\"\r\nContent-Encoding: gzip\r\nContent-Range: bytes %1$d-%2$d/%3$d",
            "206|ETag: \"v1\"\r\nContent-Type: text/html\r\nContent-Range: bytes %1$d-%2$d/%3$d",
            "206|ETag: \"v1\"\r\nTransfer-Encoding: gzip\r\nContent-Range: bytes %1$d-%2$d/%3$d",
            "206|ETag: \"v1\"\r\nContent-Length: 5\r\nContent-Range: bytes %1$d-%2$d/%3$d",
            "206|ETag: \"v1\"\r\nContent-Type: multipart/byteranges; boundary=x",
            "206|ETag: \"v1\"",
            "200|ETag: \"v2\"",
            "200|ETag: \"v1\"\r\nContent-Type: TEXT/HTML",
            "412|ETag: \"v2\"",
            "416|ETag: \"v1\"\r\nContent-Range: bytes */%3$d",
            "416|Content-Range: bytes */0",
            "304|ETag: \"v1\"");

    static Stream<Arguments> cells() {
        return Stream.of(WhichFace.values())
                .flatMap(face -> Stream.of(When.values())
                        .flatMap(when -> HEADS.stream().map(head -> Arguments.of(face, when, head))));
    }

    @ParameterizedTest(name = "{1} {2} {0}")
    @MethodSource("cells")
    void whatAppearsIsOneVersion(WhichFace face, When when, String head) throws IOException {
        Storage storage = new Storage(BLOB) {
            @Override
            boolean fault(int count, Connection connection) throws IOException {
                return JoinedRangesTest.this.fault(this, when, head, connection);
            }
        };
        try (ScriptedServer server = new ScriptedServer(storage)) {
            Throwable failure = catchThrowable(() -> download(face, server));
            try (Stream<Path> files = Files.list(directory)) {
                if (failure == null) {
                    WHOLE.incrementAndGet();
                    // A whole answer of another version is one version, too.
                    assertThat(files.map(JoinedRangesTest::version)).hasSize(1).isSubsetOf("this", "other");
                } else {
                    REFUSED.incrementAndGet();
                    assertThat(failure).isInstanceOf(ConnectorException.class);
                    assertThat(files).isEmpty();
                }
            }
        }
    }

    static Stream<Arguments> tags() {
        return Stream.of(WhichFace.values())
                .flatMap(face -> Stream.of(
                                "",
                                " ",
                                "\"\"",
                                "v1",
                                "\"v1",
                                "v1\"",
                                "W/\"v1\"",
                                "w/\"v1\"",
                                "'v1'",
                                "\"v1\", \"v2\"",
                                "*")
                        .map(tag -> Arguments.of(face, tag)));
    }

    /** What names no version, and is the same for all of them, joins nothing. */
    @ParameterizedTest
    @MethodSource("tags")
    void versionsOfTheSameTagThatIsNoneAreNotJoined(WhichFace face, String tag) throws IOException {
        Storage storage = new Storage(BLOB) {
            @Override
            boolean fault(int count, Connection connection) {
                // Every range after the first is of another version.
                blob = count == 1 ? BLOB : OTHER;
                return false;
            }
        };
        storage.tag = tag;
        try (ScriptedServer server = new ScriptedServer(storage)) {
            download(face, server);
            try (Stream<Path> files = Files.list(directory)) {
                assertThat(files.map(JoinedRangesTest::version)).containsExactly("other");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPackageOfManyRangesMustBeWholeToo(WhichFace face) throws IOException {
        byte[] cut = BLOB.clone();
        Arrays.fill(cut, cut.length - 22, cut.length, (byte) 0);
        try (ScriptedServer server = new ScriptedServer(new Storage(cut))) {
            assertThat(catchThrowable(() -> download(face, server)))
                    .isInstanceOf(IntegrityException.class)
                    .hasMessageContaining("truncated");
            assertThat(directory).isEmptyDirectory();
        }
    }

    private boolean fault(Storage storage, When when, String head, Connection connection) throws IOException {
        String[] range =
                connection.request().header("range").replaceAll("[^0-9-]", "").split("-");
        if (range.length < 2) {
            return false;
        }
        int from = Integer.parseInt(range[0]);
        int to = Math.min(Integer.parseInt(range[1]), BLOB.length - 1);
        boolean rest = from % RANGE != 0;
        boolean first = from < RANGE;
        boolean wrong = switch (when) {
            case FIRST -> first;
            case REST_OF_THE_FIRST -> first && rest;
            case LANES -> !first;
            case ONE_LANE -> from / RANGE == 2;
            case REST_OF_A_LANE -> !first && rest;
        };
        if (wrong) {
            answer(connection, head, from, to);
            return true;
        }
        boolean breaks =
                (when == When.REST_OF_THE_FIRST && first) || (when == When.REST_OF_A_LANE && from / RANGE == 1);
        if (breaks && !rest) {
            storage.range(connection, from, to + 1, from + 30_000);
        }
        return breaks && !rest;
    }

    private static void answer(Connection connection, String head, int from, int to) throws IOException {
        int status = Integer.parseInt(head.substring(0, 3));
        byte[] body = status == 200 ? OTHER : status == 206 ? Arrays.copyOfRange(OTHER, from, to + 1) : new byte[0];
        String headers = head.substring(4).formatted(from, to, BLOB.length, BLOB.length + 1);
        String length = status == 304 ? "" : "\r\nContent-Length: " + body.length;
        connection.write(("HTTP/1.1 " + status + " X\r\n" + headers + length + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
        connection.write(body);
    }

    private void download(WhichFace which, ScriptedServer server) {
        KnownSecrets secrets = new KnownSecrets();
        Duration timeout = Duration.ofSeconds(30);
        RecordingClock clock = new RecordingClock();
        Pipeline pipeline = new Pipeline(
                new ClientSettings(
                        EnvironmentAddress.parse("https://nowhere.invalid"),
                        TokenProvider.ofStatic("secret-token"),
                        RetryPolicy.ofDefaults(),
                        new ClientSettings.Timeouts(timeout, timeout, timeout, timeout),
                        52,
                        null,
                        null,
                        null,
                        List.of(),
                        "test",
                        clock,
                        Set.of(),
                        true,
                        secrets),
                Time.of(clock),
                workers);
        Calls calls = Calls.to(
                "https://nowhere.invalid",
                new RunningCalls(workers, () -> {}),
                new Observer(List.of(), secrets),
                Duration.ofMinutes(1));
        FileTransfers transfers = new FileTransfers(
                new Lanes(pipeline), true, new PieceSizes(RANGE, RANGE, RANGE, 1 << 10, 1 << 10, 1 << 20));
        Calls.Body<DownloadedFile> body = call -> transfers.downloadPackage(
                call,
                URI.create(server.address() + "/dmf/name?sig=c2VjcmV0"),
                new Landing(directory.resolve("target.zip"), ExistingTarget.KEEP_IF_SAME),
                TransferListener.none());
        try {
            if (which == WhichFace.BLOCKING) {
                calls.blocking(Operation.BLOB_DOWNLOAD, body);
            } else {
                calls.async(Operation.BLOB_DOWNLOAD, body).join();
            }
        } catch (CompletionException e) {
            throw (RuntimeException) e.getCause();
        } finally {
            pipeline.close();
        }
    }

    private static String version(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            if (Arrays.equals(bytes, BLOB)) {
                return "this";
            }
            JOINED.addAndGet(Arrays.equals(bytes, OTHER) ? 0 : 1);
            return Arrays.equals(bytes, OTHER) ? "other" : "joined";
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
