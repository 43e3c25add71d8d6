package io.github.d365fo.connector.internal.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d365fo.connector.ConnectorListener;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.dequeue.DownloadedFile;
import io.github.d365fo.connector.dequeue.ExistingTarget;
import io.github.d365fo.connector.dequeue.TransferListener;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.AuthorizationException;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.IntegrityException;
import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.error.ServiceException;
import io.github.d365fo.connector.error.TransportException;
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
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files to and from storage: side by side, resumed, of one version, whole or not at all. */
@ExtendWith(CapturedLog.class)
@Timeout(120)
class StorageTransferTest {
    private static final int RANGE = 1 << 20;
    private static final PieceSizes SIZES = new PieceSizes(RANGE, 128 << 10, 256 << 10);
    private static final byte[] LARGE = bytes(2 * RANGE + 4_321);
    private static final byte[] SMALL = bytes(100_000);

    @TempDir
    Path directory;

    private final ExecutorService workers = Workers.create();
    private final KnownSecrets secrets = new KnownSecrets();
    private final Calls calls =
            Calls.to("storage", new RunningCalls(workers, () -> {}), secrets, Duration.ofMinutes(1));
    private final RecordingClock clock = new RecordingClock();
    private final List<Long> progress = new CopyOnWriteArrayList<>();
    private final TransferListener listener = (moved, total) -> progress.add(moved);

    enum WhichFace {
        BLOCKING,
        ASYNC;

        <T> T call(Calls calls, Operation operation, Calls.Body<T> body) {
            return this == BLOCKING ? calls.blocking(operation, body) : join(calls.async(operation, body));
        }
    }

    @AfterEach
    void letGo() {
        workers.shutdownNow();
    }

    /** A file comes in ranges, side by side, and all are of one version. */
    @Nested
    class Downloads {
        @ParameterizedTest
        @EnumSource
        void aLargeFileComesInRangesWithoutATokenAndWithoutHeadersOfTheEnvironment(WhichFace face) throws Exception {
            Storage storage = new Storage(LARGE);
            storage.md5 = Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("MD5").digest(LARGE));
            try (ScriptedServer server = new ScriptedServer(storage)) {
                DownloadedFile file = download(face, server);
                assertThat(file.path()).hasBinaryContent(LARGE);
                assertThat(file.size()).isEqualTo(LARGE.length);
                assertThat(file.sha256())
                        .isEqualTo(HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256").digest(LARGE)));
                assertThat(server.requests()).hasSize(3).allSatisfy(request -> {
                    assertThat(request.header("range")).startsWith("bytes=");
                    assertThat(request.headers())
                            .doesNotContainKeys("authorization", "odata-version", "accept-charset", "x-ms-version");
                });
                assertThat(progress).last().isEqualTo((long) LARGE.length);
                assertThat(progress).isSorted();
            }
        }

        @ParameterizedTest
        @EnumSource
        void aSmallFileComesAtOnce(WhichFace face) throws IOException {
            try (ScriptedServer server = new ScriptedServer(new Storage(SMALL))) {
                assertThat(download(face, server).path()).hasBinaryContent(SMALL);
                assertThat(server.requests()).hasSize(1);
            }
        }

        @ParameterizedTest
        @EnumSource
        void anEmptyFileHasNoRangeAndIsDownloaded(WhichFace face) throws IOException {
            try (ScriptedServer server = new ScriptedServer(new Storage(new byte[0]))) {
                assertThat(download(face, server).path()).isEmptyFile();
                assertThat(server.requests()).hasSize(1);
                assertThat(clock.delays()).isEmpty();
            }
        }

        @ParameterizedTest
        @EnumSource
        void aServerWithoutRangesGivesAllAtOnce(WhichFace face) throws IOException {
            try (ScriptedServer server = new ScriptedServer(ScriptedServer.Reply.bytes(200, LARGE))) {
                assertThat(download(face, server).path()).hasBinaryContent(LARGE);
                assertThat(server.requests()).hasSize(1);
            }
        }

        @ParameterizedTest
        @EnumSource
        void rangesWithoutAStrongTagAreNotJoined(WhichFace face) throws IOException {
            Storage storage = new Storage(LARGE);
            storage.tag = "W/\"v1\"";
            try (ScriptedServer server = new ScriptedServer(storage)) {
                assertThat(download(face, server).path()).hasBinaryContent(LARGE);
                assertThat(server.requests())
                        .last()
                        .satisfies(r -> assertThat(r.header("range")).isEmpty());
            }
        }

        @ParameterizedTest
        @EnumSource
        void aRangeThatBreaksOffGoesOnWhereItStopped(WhichFace face) throws IOException {
            Storage storage = new Storage(LARGE) {
                @Override
                boolean fault(int count, Connection connection) throws IOException {
                    String range = connection.request().header("range");
                    if (!range.startsWith("bytes=" + RANGE + "-")) {
                        return false;
                    }
                    // A connection that dies right after the headers may be an answer that never came.
                    range(connection, RANGE, 2 * RANGE, RANGE + 500_000);
                    return true;
                }
            };
            try (ScriptedServer server = new ScriptedServer(storage)) {
                assertThat(download(face, server).path()).hasBinaryContent(LARGE);
                assertThat(server.requests())
                        .anySatisfy(r -> assertThat(r.header("range"))
                                .doesNotStartWith("bytes=0-")
                                .doesNotStartWith("bytes=" + RANGE + "-")
                                .endsWith("-" + (2 * RANGE - 1)));
            }
        }

        @ParameterizedTest
        @EnumSource
        void aFirstRangeThatBreaksOffGoesOnWhereItStopped(WhichFace face) throws IOException {
            Storage storage = new Storage(LARGE) {
                @Override
                boolean fault(int count, Connection connection) throws IOException {
                    if (!connection.request().header("if-range").isEmpty()
                            || !connection.request().header("range").startsWith("bytes=0-")) {
                        return false;
                    }
                    range(connection, 0, RANGE, 500_000);
                    return true;
                }
            };
            try (ScriptedServer server = new ScriptedServer(storage)) {
                assertThat(download(face, server).path()).hasBinaryContent(LARGE);
                assertThat(server.requests())
                        .anySatisfy(r -> assertThat(r.header("if-range")).isEqualTo("\"v1\""));
            }
        }

        @ParameterizedTest
        @EnumSource
        void twoVersionsAreNeverJoined(WhichFace face) throws IOException {
            Storage storage = new Storage(LARGE) {
                @Override
                boolean fault(int count, Connection connection) {
                    tag = count == 1 ? "\"v1\"" : "\"v2\"";
                    return false;
                }
            };
            try (ScriptedServer server = new ScriptedServer(storage)) {
                IntegrityException error = failure(IntegrityException.class, () -> download(face, server));
                assertThat(error).hasMessageContaining("changed while it was downloaded");
                assertNothingLeft();
            }
        }

        @ParameterizedTest
        @EnumSource
        void aWrongChecksumOfTheWholeLeavesNothing(WhichFace face) throws IOException {
            Storage storage = new Storage(LARGE);
            storage.md5 = "AAAAAAAAAAAAAAAAAAAAAA==";
            try (ScriptedServer server = new ScriptedServer(storage)) {
                assertThat(failure(IntegrityException.class, () -> download(face, server)))
                        .hasMessageContaining("Content-MD5");
                assertNothingLeft();
            }
        }
    }

    /** The end of one range ends all. */
    @Nested
    class EndsOfDownloads {
        @ParameterizedTest
        @EnumSource
        void anAddressThatHasEndedIsSaidAndEndsTheOtherRanges(WhichFace face) throws IOException {
            Storage storage = new Storage(LARGE) {
                @Override
                boolean fault(int count, Connection connection) throws IOException {
                    if (count > 1) {
                        refuse(connection, 403, "AuthenticationFailed");
                    }
                    return count > 1;
                }
            };
            try (ScriptedServer server = new ScriptedServer(storage)) {
                AuthorizationException error = failure(AuthorizationException.class, () -> download(face, server));
                assertThat(error)
                        .hasMessageContaining("The words for it.")
                        .hasMessageContaining("ask for a new address")
                        .hasMessageNotContainingAny("sig", "registrations");
                assertThat(error.errorCode()).contains("AuthenticationFailed");
                assertThat(error.requestId()).contains("r-1");
                assertNothingLeft();
            }
        }

        @ParameterizedTest
        @EnumSource
        void aRangeThatKeepsFailingEndsTheDownload(WhichFace face) throws IOException {
            Storage storage = new Storage(LARGE) {
                @Override
                boolean fault(int count, Connection connection) throws IOException {
                    if (count > 1) {
                        refuse(connection, 503, "ServerBusy");
                    }
                    return count > 1;
                }
            };
            try (ScriptedServer server = new ScriptedServer(storage)) {
                ServiceException error = failure(ServiceException.class, () -> download(face, server));
                assertThat(error.attempts()).hasSize(5);
                assertNothingLeft();
            }
        }

        @Test
        void anInterruptEndsAllRangesAndStaysSet() throws Exception {
            CountDownLatch standing = new CountDownLatch(2);
            try (ScriptedServer server = new ScriptedServer(standing(standing))) {
                CompletableFuture<Boolean> flag = new CompletableFuture<>();
                CompletableFuture<Throwable> thrown = new CompletableFuture<>();
                Thread caller = new Thread(() -> {
                    thrown.complete(failure(TransportException.class, () -> download(WhichFace.BLOCKING, server)));
                    flag.complete(Thread.currentThread().isInterrupted());
                });
                caller.start();
                standing.await();
                caller.interrupt();
                assertThat(thrown.join()).hasMessageContaining("interrupted");
                assertThat(flag.join()).isTrue();
                assertNothingLeft();
            }
        }

        @Test
        void aCancellationEndsAllRanges() throws Exception {
            CountDownLatch standing = new CountDownLatch(2);
            CompletableFuture<Throwable> ended = new CompletableFuture<>();
            try (ScriptedServer server = new ScriptedServer(standing(standing));
                    Rig rig = new Rig(server)) {
                CompletableFuture<DownloadedFile> download = calls.async(
                        Operation.BLOB_DOWNLOAD,
                        call -> rig.transfers
                                .downloadFile(call, rig.sas(), landing(), listener)
                                .whenComplete((file, failure) -> ended.complete(failure)));
                standing.await();
                download.cancel(true);
                assertThat(ended).succeedsWithin(Duration.ofSeconds(20)).isInstanceOf(Throwable.class);
                assertNothingLeft();
            }
        }
    }

    /** A file goes at once or in blocks. */
    @Nested
    class Uploads {
        @ParameterizedTest
        @EnumSource
        void aSmallFileGoesAtOnceWithItsTypeAndNothingOfTheEnvironment(WhichFace face) throws IOException {
            Storage storage = new Storage(new byte[0]);
            try (ScriptedServer server = new ScriptedServer(storage)) {
                upload(face, server, Payload.ofBytes(SMALL));
                assertThat(storage.blob).isEqualTo(SMALL);
                assertThat(server.requests()).hasSize(1).allSatisfy(request -> {
                    assertThat(request.header("x-ms-blob-type")).isEqualTo("BlockBlob");
                    assertThat(request.headers()).doesNotContainKeys("authorization", "odata-version", "x-ms-version");
                });
                assertThat(progress).last().isEqualTo((long) SMALL.length);
            }
        }

        @ParameterizedTest
        @EnumSource
        void aLargeFileGoesInBlocks(WhichFace face) throws IOException {
            Path source = Files.write(directory.resolve("source.zip"), LARGE);
            Storage storage = new Storage(new byte[0]);
            try (ScriptedServer server = new ScriptedServer(storage)) {
                upload(face, server, Payload.ofFile(source));
                assertThat(storage.blob).isEqualTo(LARGE);
                assertThat(server.requests()).hasSize(18);
                assertThat(progress).last().isEqualTo((long) LARGE.length);
            }
        }

        @ParameterizedTest
        @EnumSource
        void aStreamThatIsReadOnceGoesInBlocksThatAreSentAgain(WhichFace face) throws IOException {
            Storage storage = new Storage(new byte[0]) {
                @Override
                boolean fault(int count, Connection connection) throws IOException {
                    if (count == 1) {
                        refuse(connection, 500, "InternalError");
                    }
                    return count == 1;
                }
            };
            byte[] content = Arrays.copyOf(LARGE, 300_000);
            try (ScriptedServer server = new ScriptedServer(storage)) {
                upload(face, server, Payload.ofSingleUse(new ByteArrayInputStream(content)));
                assertThat(storage.blob).isEqualTo(content);
                assertThat(server.requests()).hasSize(5);
            }
        }

        @ParameterizedTest
        @EnumSource
        void aFileThatChangesWhileItsBlocksGoDoesNotArrive(WhichFace face) throws IOException {
            Path source = Files.write(directory.resolve("source.zip"), LARGE);
            Storage storage = new Storage(SMALL) {
                @Override
                boolean fault(int count, Connection connection) throws IOException {
                    if (count == 1) {
                        Files.write(source, SMALL);
                    }
                    return false;
                }
            };
            try (ScriptedServer server = new ScriptedServer(storage)) {
                assertThat(failure(IntegrityException.class, () -> upload(face, server, Payload.ofFile(source))))
                        .hasMessageContaining("change");
                assertThat(storage.blob).isEqualTo(SMALL);
            }
        }

        @ParameterizedTest
        @EnumSource
        void aMissingFileIsSaidBeforeAnythingIsSent(WhichFace face) throws IOException {
            try (ScriptedServer server = new ScriptedServer(new Storage(SMALL))) {
                assertThat(failure(
                                IntegrityException.class,
                                () -> upload(face, server, Payload.ofFile(directory.resolve("nowhere")))))
                        .hasMessageContaining("can't be opened");
                assertThat(server.requests()).isEmpty();
            }
        }
    }

    private Storage standing(CountDownLatch standing) {
        return new Storage(LARGE) {
            @Override
            boolean fault(int count, Connection connection) throws IOException, InterruptedException {
                if (count == 1) {
                    return false;
                }
                range(connection, RANGE, 2 * RANGE, RANGE + 1000);
                standing.countDown();
                connection.untilClosing();
                return true;
            }
        };
    }

    private DownloadedFile download(WhichFace face, ScriptedServer server) {
        try (Rig rig = new Rig(server)) {
            return face.call(
                    calls,
                    Operation.BLOB_DOWNLOAD,
                    call -> rig.transfers.downloadFile(call, rig.sas(), landing(), listener));
        }
    }

    private Landing landing() {
        return new Landing(directory.resolve("target.zip"), ExistingTarget.KEEP_IF_SAME);
    }

    private void upload(WhichFace face, ScriptedServer server, Payload payload) {
        try (Rig rig = new Rig(server)) {
            face.call(calls, Operation.BLOB_UPLOAD, call -> rig.transfers.upload(call, rig.sas(), payload, listener));
        }
    }

    private static <T> T join(CompletableFuture<T> call) {
        try {
            return call.join();
        } catch (CompletionException e) {
            throw (ConnectorException) e.getCause();
        }
    }

    private static <T extends Throwable> T failure(Class<T> type, Runnable call) {
        return catchThrowableOfType(type, call::run);
    }

    private void assertNothingLeft() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    /** Transfers through a pipeline of their own. */
    private final class Rig implements AutoCloseable {
        private final ScriptedServer server;
        private final Pipeline pipeline;
        private final FileTransfers transfers;

        Rig(ScriptedServer server) {
            this.server = server;
            Observer observer = new Observer(new ConnectorListener() {}, secrets);
            Duration timeout = Duration.ofSeconds(30);
            ClientSettings settings = new ClientSettings(
                    EnvironmentAddress.parse("https://nowhere.invalid"),
                    TokenProvider.ofStatic("secret-token"),
                    RetryPolicy.ofDefaults(),
                    new ClientSettings.Timeouts(timeout, timeout, timeout, timeout),
                    52,
                    null,
                    null,
                    null,
                    new ConnectorListener() {},
                    "test",
                    clock,
                    Set.of(),
                    true,
                    secrets);
            this.pipeline = new Pipeline(settings, Time.of(clock), observer);
            this.transfers = new FileTransfers(new Lanes(pipeline), observer, true, SIZES);
        }

        URI sas() {
            return URI.create(server.address() + "/dmf/name?sv=2014-02-14&sr=b&sig=c2VjcmV0");
        }

        @Override
        public void close() {
            pipeline.close();
        }
    }
}
