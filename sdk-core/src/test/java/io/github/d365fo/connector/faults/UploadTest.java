package io.github.d365fo.connector.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.IntegrityException;
import io.github.d365fo.connector.error.MalformedResponseException;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.error.PayloadTooLargeException;
import io.github.d365fo.connector.error.TransportException;
import io.github.d365fo.connector.retry.RetryPolicy;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.connector.support.ScriptedServer.Connection;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import io.github.d365fo.connector.support.Zips;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files and streams that are sent: changed, refused, unread, and what is heard of it. */
@ExtendWith(CapturedLog.class)
class UploadTest {
    @TempDir
    Path directory;

    private final byte[] content = Zips.ofSize(400_000);
    /** What somebody does to a file. */
    interface Change {
        void to(Path file) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void aFileThatChangesWhileItIsSentDoesNotArrive(FaceUnderTest face) throws IOException {
        FileTime later = FileTime.from(Instant.parse("2030-01-01T00:00:00Z"));
        assertDoesNotArrive(face, file -> Files.setLastModifiedTime(file, later), "changed while it was sent");
    }

    @ParameterizedTest
    @EnumSource
    void aFileThatIsRemovedWhileItIsSentDoesNotArrive(FaceUnderTest face) throws IOException {
        assertDoesNotArrive(face, Files::delete, "the file journal.xml was removed while it was sent");
    }

    private void assertDoesNotArrive(FaceUnderTest face, Change change, String words) throws IOException {
        Path file = Files.write(directory.resolve("journal.xml"), bytes(6 << 20));
        CountDownLatch changed = new CountDownLatch(1);
        Reply afterTheChange = new Reply() {
            @Override
            public boolean answer(Connection connection) throws IOException, InterruptedException {
                change.to(file);
                changed.countDown();
                connection.untilClientLeaves();
                connection.head(200, 4);
                connection.write("\"id\"".getBytes(StandardCharsets.UTF_8));
                return false;
            }

            @Override
            public boolean wantsBody() {
                return false;
            }
        };
        try (Rig rig = new Rig(face, afterTheChange)) {
            assertThatThrownBy(() -> rig.job.enqueue(EnqueueRequest.of(Payload.ofFile(file))))
                    .isInstanceOfSatisfying(
                            IntegrityException.class,
                            e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT))
                    .hasMessageContaining(words);
            assertThat(changed.getCount()).isZero();
            assertThat(rig.server.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStreamOfAnotherLengthDoesNotArrive(FaceUnderTest face) throws IOException {
        try (Rig rig = new Rig(face, Reply.text(200, "\"id\""))) {
            for (long wrong : new long[] {content.length - 1, content.length + 1}) {
                Payload payload = Payload.ofStream(() -> new ByteArrayInputStream(content), wrong);
                assertThatThrownBy(() -> rig.job.enqueue(EnqueueRequest.of(payload)))
                        .isInstanceOfSatisfying(
                                IntegrityException.class,
                                e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT))
                        .hasMessageContaining("bytes");
            }
            assertThat(rig.server.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anUnreadablePayloadIsNamed(FaceUnderTest face) throws IOException {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the share is gone");
            }
        };
        try (Rig rig = new Rig(face, Reply.text(200, "\"id\""))) {
            assertThatThrownBy(() -> rig.job.enqueue(EnqueueRequest.of(Payload.ofSingleUse(broken))))
                    .isInstanceOf(IntegrityException.class)
                    .hasMessageContaining("the share is gone");
            assertThatThrownBy(() -> rig.job.enqueue(EnqueueRequest.of(Payload.ofFile(directory.resolve("none")))))
                    .isInstanceOf(IntegrityException.class)
                    .hasMessageContaining("none");
            assertThatThrownBy(() -> rig.job.enqueue(EnqueueRequest.of(Payload.ofFile(directory))))
                    .isInstanceOf(IntegrityException.class)
                    .hasMessageContaining("regular file");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSingleUseStreamIsNeverSentTwice(FaceUnderTest face) throws IOException {
        try (Rig rig = new Rig(face, Reply.text(429, "busy"), Reply.text(200, "\"id\""))) {
            Payload once = Payload.ofSingleUse(new ByteArrayInputStream(content));
            assertThatThrownBy(() -> rig.job.enqueue(EnqueueRequest.of(once))).hasMessageContaining("429");
            assertThat(rig.server.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStalledUploadEnds(FaceUnderTest face) throws IOException {
        Reply deaf = new Reply() {
            @Override
            public boolean answer(Connection connection) throws InterruptedException {
                connection.untilClosing();
                return false;
            }

            @Override
            public boolean wantsBody() {
                return false;
            }
        };
        byte[] large = new byte[32 << 20];
        try (Rig rig = Rig.with(b -> b.stallTimeout(Duration.ofMillis(200)), face, deaf)) {
            assertThatThrownBy(() -> rig.job.enqueue(
                            EnqueueRequest.of(Payload.ofBytes(large)).externalId("batch-42")))
                    .isInstanceOfSatisfying(TransportException.class, e -> {
                        assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
                        assertThat(e)
                                .hasMessageContaining("nothing could be written for 200 ms")
                                .hasMessageContaining("batch-42");
                    });
            // A busy server may come to the head of the request after the client has given up.
            await().untilAsserted(() -> assertThat(rig.server.requests()).hasSize(1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEarlyRefusalOfALargeUploadIsHeard(FaceUnderTest face) throws IOException {
        byte[] large = new byte[8 << 20];
        try (Rig rig = new Rig(face, Reply.early(413, "too large"))) {
            assertThatThrownBy(() -> rig.job.enqueue(EnqueueRequest.of(Payload.ofBytes(large))))
                    .isInstanceOf(PayloadTooLargeException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerWithoutAnIdIsUnreadable(FaceUnderTest face) throws IOException {
        for (String answer : new String[] {"null", "[]", "{}", "oops", "\"\"", ""}) {
            try (Rig rig = Rig.with(b -> b.retryPolicy(RetryPolicy.none()), face, Reply.text(200, answer))) {
                assertThatThrownBy(() -> rig.job.enqueue(EnqueueRequest.of(Payload.ofString("x"))))
                        .isInstanceOfSatisfying(
                                MalformedResponseException.class,
                                e -> assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN));
            }
        }
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }
}
