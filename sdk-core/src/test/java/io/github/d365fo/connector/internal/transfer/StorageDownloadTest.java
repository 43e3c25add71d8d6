package io.github.d365fo.connector.internal.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.dequeue.DownloadedFile;
import io.github.d365fo.connector.dequeue.ExistingTarget;
import io.github.d365fo.connector.error.AuthorizationException;
import io.github.d365fo.connector.error.IntegrityException;
import io.github.d365fo.connector.error.ServiceException;
import io.github.d365fo.connector.error.TransportException;
import io.github.d365fo.connector.support.ScriptedServer;
import io.github.d365fo.connector.support.ScriptedServer.Connection;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files from storage: side by side, resumed, of one version, whole or not at all. */
class StorageDownloadTest extends StorageRig {
    /** A file comes in ranges, side by side, and all are of one version. */
    @Nested
    class Downloads {
        @ParameterizedTest
        @EnumSource
        void aLargeFileComesInRangesWithoutToken(WhichFace face) throws Exception {
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

        /** Otherwise all but one connection would be idle at the beginning, and most of them at the end. */
        @ParameterizedTest
        @EnumSource
        void eightRangesAreUnderWayAsSoonAsTheLengthIsKnown(WhichFace face) throws IOException {
            byte[] blob = bytes(24 << 20);
            CountDownLatch all = new CountDownLatch(Ranges.AT_ONCE);
            Storage storage = new Storage(blob) {
                @Override
                boolean fault(int count, Connection connection) throws InterruptedException {
                    if (count > 1) {
                        all.countDown();
                        assertThat(all.await(1, TimeUnit.MINUTES)).isTrue();
                    }
                    return false;
                }
            };
            try (ScriptedServer server = new ScriptedServer(storage);
                    Rig rig = new Rig(server, PieceSizes.DEFAULT)) {
                DownloadedFile file = face.call(
                        calls,
                        Operation.BLOB_DOWNLOAD,
                        call -> rig.transfers.downloadFile(call, rig.sas(), landing(), listener));

                assertThat(file.path()).hasBinaryContent(blob);
                assertThat(server.requests().get(0).header("range")).isEqualTo("bytes=0-1048575");
                assertThat(server.requests()).hasSizeLessThan(14);
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
        void anExpiredAddressEndsAllRanges(WhichFace face) throws IOException {
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
}
