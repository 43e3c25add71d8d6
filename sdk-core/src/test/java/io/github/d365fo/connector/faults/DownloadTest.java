package io.github.d365fo.connector.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.dequeue.DownloadStream;
import io.github.d365fo.connector.dequeue.ExistingTarget;
import io.github.d365fo.connector.dequeue.TransferListener;
import io.github.d365fo.connector.error.IntegrityException;
import io.github.d365fo.connector.error.MalformedResponseException;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import io.github.d365fo.connector.support.ScriptedServer.Request;
import io.github.d365fo.connector.support.Zips;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Downloads: resumed, refused, changed, stalled, cut, never half left behind. */
@ExtendWith(CapturedLog.class)
class DownloadTest {
    private static final String TAG = "ETag: \"v1\"";
    private static final String RANGES = "Accept-Ranges: bytes";

    @TempDir
    Path directory;

    private final byte[] content = Zips.ofSize(400_000);

    /** Breaks off after 100,000 bytes whatever does not ask for a range, as often as it takes until a client does. */
    private Reply cutUnlessRanged(Reply ranged) {
        Reply cut = Reply.truncated(400_000, Arrays.copyOf(content, 100_000), TAG, RANGES);
        return connection -> (connection.request().header("range").isEmpty() ? cut : ranged).answer(connection);
    }

    /** What breaks off is joined to nothing but its own rest, and what appears is whole. */
    @Nested
    class Downloads {
        @ParameterizedTest
        @EnumSource
        void aBrokenDownloadGoesOnWhereItStopped(FaceUnderTest face) throws IOException {
            Reply rest = connection -> {
                Request request = connection.request();
                assertThat(request.header("if-range")).isEqualTo("\"v1\"");
                int from = Integer.parseInt(request.header("range").replaceAll("\\D", ""));
                connection.head(206, 400_000 - from, TAG, "Content-Range: bytes " + from + "-399999/400000");
                connection.write(Arrays.copyOfRange(content, from, 400_000));
                return true;
            };
            try (Rig rig = Rig.patient(face, cutUnlessRanged(rest))) {
                assertThat(rig.job.download(rig.message(), target()).path()).hasBinaryContent(content);
                assertThat(rig.server.requests())
                        .last()
                        .satisfies(r -> assertThat(r.header("range")).matches("bytes=\\d+-"));
            }
        }

        @ParameterizedTest
        @EnumSource
        void aChangedFileIsDownloadedAnew(FaceUnderTest face) throws IOException {
            byte[] old = bytes(399_999);
            try (Rig rig = new Rig(
                    face,
                    Reply.truncated(399_999, Arrays.copyOf(old, 100_000), TAG, RANGES),
                    Reply.bytes(200, content, "ETag: \"v2\"", RANGES))) {
                assertThat(rig.job.download(rig.message(), target()).path()).hasBinaryContent(content);
            }
        }

        @ParameterizedTest
        @EnumSource
        void aRangeThatWasNotAskedForIsNeverJoined(FaceUnderTest face) throws IOException {
            AtomicBoolean answeredWrongly = new AtomicBoolean();
            Reply wrong = connection -> {
                answeredWrongly.set(true);
                connection.head(206, 10, TAG, "Content-Range: bytes 7-16/400000");
                connection.write(new byte[10]);
                return true;
            };
            Reply cut = cutUnlessRanged(wrong);
            Reply whole = Reply.bytes(200, content);
            try (Rig rig = Rig.patient(face, connection -> (answeredWrongly.get() ? whole : cut).answer(connection))) {
                assertThat(rig.job.download(rig.message(), target()).path()).hasBinaryContent(content);
                assertThat(answeredWrongly).isTrue();
                assertThat(rig.server.requests())
                        .last()
                        .satisfies(r -> assertThat(r.header("range")).isEmpty());
            }
        }

        @ParameterizedTest
        @EnumSource
        void withoutRangesADownloadStartsOver(FaceUnderTest face) throws IOException {
            try (Rig rig = new Rig(
                    face, Reply.truncated(400_000, Arrays.copyOf(content, 100_000)), Reply.bytes(200, content))) {
                assertThat(rig.job.download(rig.message(), target()).path()).hasBinaryContent(content);
                assertThat(rig.server.requests().get(1).header("range")).isEmpty();
            }
        }

        @ParameterizedTest
        @EnumSource
        void aWrongChecksumLeavesNothing(FaceUnderTest face) throws IOException {
            try (Rig rig = new Rig(face, Reply.bytes(200, content, "Content-MD5: AAAAAAAAAAAAAAAAAAAAAA=="))) {
                assertThatThrownBy(() -> rig.job.download(rig.message(), target()))
                        .isInstanceOf(IntegrityException.class)
                        .hasMessageContaining("Content-MD5");
                assertEmpty();
            }
        }

        @ParameterizedTest
        @EnumSource
        void aRightChecksumIsAccepted(FaceUnderTest face) throws Exception {
            String md5 = Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("MD5").digest(content));
            try (Rig rig = new Rig(face, Reply.bytes(200, content, "Content-MD5: " + md5))) {
                assertThat(rig.job.download(rig.message(), target()).size()).isEqualTo(content.length);
            }
        }

        @ParameterizedTest
        @EnumSource
        void progressIsReportedAtABoundedRateAndAtTheEnd(FaceUnderTest face) throws IOException {
            byte[] large = Zips.ofSize(20_000_000);
            List<Long> heard = new CopyOnWriteArrayList<>();
            try (Rig rig = new Rig(face, Reply.bytes(200, large))) {
                long begun = System.nanoTime();
                rig.job.download(rig.message(), target(), (moved, total) -> {
                    assertThat(total).hasValue(large.length);
                    heard.add(moved);
                });
                long tenths = (System.nanoTime() - begun) / 100_000_000;
                assertThat(heard).isSorted().last().isEqualTo((long) large.length);
                assertThat((long) heard.size()).isLessThanOrEqualTo(tenths + 1);
            }
        }
    }

    /** Where a download is to appear. */
    @Nested
    class Targets {
        @ParameterizedTest
        @EnumSource
        void anExistingTargetIsRefusedBeforeAnythingIsSent(FaceUnderTest face) throws IOException {
            Files.writeString(target(), "precious");
            try (Rig rig = new Rig(face, Reply.bytes(200, content))) {
                assertThatThrownBy(() -> rig.job.download(
                                rig.message(), target(), ExistingTarget.REFUSE, TransferListener.none()))
                        .isInstanceOfSatisfying(
                                IntegrityException.class,
                                e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT));
                assertThat(rig.server.requests()).isEmpty();
                assertThat(target()).hasContent("precious");
            }
        }

        @ParameterizedTest
        @EnumSource
        void anEmptyTargetIsAPlaceholder(FaceUnderTest face) throws IOException {
            Files.createFile(target());
            try (Rig rig = new Rig(face, Reply.bytes(200, content))) {
                assertThat(rig.job.download(rig.message(), target()).path()).hasBinaryContent(content);
            }
        }

        @ParameterizedTest
        @EnumSource
        void aMissingDirectoryIsNamed(FaceUnderTest face) throws IOException {
            try (Rig rig = new Rig(face, Reply.bytes(200, content))) {
                assertThatThrownBy(() -> rig.job.download(rig.message(), directory.resolve("none/customers.zip")))
                        .isInstanceOf(IntegrityException.class)
                        .hasMessageContaining("customers.zip");
            }
        }

        @ParameterizedTest
        @EnumSource
        void aFullDiskLeavesNothing(FaceUnderTest face) throws IOException {
            Configuration small =
                    Configuration.unix().toBuilder().setMaxSize(64 << 10).build();
            try (FileSystem disk = Jimfs.newFileSystem(small);
                    Rig rig = new Rig(face, Reply.bytes(200, content))) {
                Path full = Files.createDirectories(disk.getPath("/exports"));
                assertThatThrownBy(() -> rig.job.download(rig.message(), full.resolve("customers.zip")))
                        .isInstanceOf(IntegrityException.class)
                        .hasMessageContaining("customers.zip can't be written")
                        .hasMessageContaining("space");
                assertThat(full).isEmptyDirectory();
                assertThat(rig.server.requests()).hasSize(1);
            }
        }

        @ParameterizedTest
        @EnumSource
        void aTargetBelowAFileFailsBeforeAnythingIsSent(FaceUnderTest face) throws IOException {
            Path file = Files.createFile(directory.resolve("a-file"));
            try (Rig rig = new Rig(face, Reply.bytes(200, content))) {
                assertThatThrownBy(() -> rig.job.download(rig.message(), file.resolve("customers.zip")))
                        .isInstanceOfSatisfying(
                                IntegrityException.class,
                                e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT));
                assertThat(rig.server.requests()).isEmpty();
            }
        }

        @ParameterizedTest
        @EnumSource
        void twoDownloadsIntoOneTargetDoNotMix(FaceUnderTest face) throws Exception {
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            Reply slow = connection -> {
                connection.head(200, content.length);
                connection.write(Arrays.copyOf(content, 1000));
                begun.countDown();
                goOn.await();
                connection.write(Arrays.copyOfRange(content, 1000, content.length));
                return true;
            };
            try (Rig rig = new Rig(face, slow)) {
                var first = rig.client.async().job(Rig.ACTIVITY).download(rig.message(), target());
                begun.await();
                assertThatThrownBy(() -> rig.job.download(rig.message(), target()))
                        .isInstanceOf(IntegrityException.class)
                        .hasMessageContaining("another call in this process");
                goOn.countDown();
                assertThat(first.join().path()).hasBinaryContent(content);
            }
        }
    }

    /** Where a download comes from. */
    @Nested
    class Addresses {
        @ParameterizedTest
        @EnumSource
        void aForeignDownloadAddressGetsNothing(FaceUnderTest face) throws IOException {
            try (Rig rig = new Rig(face, Reply.bytes(200, content));
                    Rig stranger = new Rig(face, Reply.bytes(200, content))) {
                assertThatThrownBy(() -> rig.job.download(stranger.message(), target()))
                        .isInstanceOf(MalformedResponseException.class)
                        .hasMessageContaining("allowDownloadHost");
                assertThat(stranger.server.requests()).isEmpty();
            }
        }

        @ParameterizedTest
        @EnumSource
        void anAllowedForeignAddressGetsNoToken(FaceUnderTest face) throws IOException {
            try (Rig stranger = new Rig(face, Reply.bytes(200, content));
                    Rig rig = Rig.with(b -> b.allowDownloadHost("127.0.0.1"), face, Reply.bytes(200, content))) {
                rig.job.download(stranger.message(), target());
                assertThat(stranger.server.requests()).hasSize(1);
                assertThat(stranger.server.requests().get(0).headers()).doesNotContainKey("authorization");
            }
        }
    }

    /** A download that the user reads. */
    @Nested
    class Streams {
        @ParameterizedTest
        @EnumSource
        void aStreamThatBreaksOffThrows(FaceUnderTest face) throws IOException {
            try (Rig rig = new Rig(face, Reply.truncated(400_000, Arrays.copyOf(content, 100_000)))) {
                DequeueResult message = rig.message();
                try (DownloadStream stream = rig.job.open(message)) {
                    assertThatThrownBy(stream::readAllBytes)
                            .isInstanceOf(IOException.class)
                            .hasMessageContaining("download failed");
                }
            }
        }

        @ParameterizedTest
        @EnumSource
        void aStreamStandsStillNoLongerThanItMay(FaceUnderTest face) throws IOException {
            try (Rig rig =
                    Rig.with(b -> b.stallTimeout(Duration.ofMillis(150)), face, Reply.stalled(400_000, new byte[10]))) {
                DownloadStream stream = rig.job.open(rig.message());
                assertThatThrownBy(stream::readAllBytes).hasMessageContaining("stalled");
                stream.close();
                stream.close();
                assertThatThrownBy(stream::read).hasMessageContaining("closed");
            }
        }

        @ParameterizedTest
        @EnumSource
        void aClosedStreamFreesItsPlace(FaceUnderTest face) throws IOException {
            try (Rig rig = Rig.with(b -> b.maxConcurrentRequests(1), face, Reply.bytes(200, content))) {
                DownloadStream stream = rig.job.open(rig.message());
                assertThat(stream.read(new byte[0])).isZero();
                stream.close();
                assertThat(rig.job.download(rig.message(), target()).size()).isEqualTo(content.length);
            }
        }
    }

    private Path target() {
        return directory.resolve("customers.zip");
    }

    private void assertEmpty() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }
}
