package io.github.d365fo.connector.internal.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.IntegrityException;
import io.github.d365fo.connector.support.ScriptedServer;
import io.github.d365fo.connector.support.ScriptedServer.Connection;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A file goes at once or in blocks. */
class StorageUploadTest extends StorageRig {
    private static final int BLOCK = 128 << 10;
    private static final PieceSizes BLOCKS = new PieceSizes(RANGE, BLOCK, RANGE, BLOCK, BLOCK, 2 * BLOCK);

    @ParameterizedTest
    @EnumSource
    void aSmallFileGoesInOneRequestWithoutToken(WhichFace face) throws IOException {
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
    void aMissingFileFailsBeforeAnythingIsSent(WhichFace face) throws IOException {
        try (ScriptedServer server = new ScriptedServer(new Storage(SMALL))) {
            assertThat(failure(
                            IntegrityException.class,
                            () -> upload(face, server, Payload.ofFile(directory.resolve("nowhere")))))
                    .hasMessageContaining("can't be opened");
            assertThat(server.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void eightBlocksOfAFileAreSentAtOnce(WhichFace face) throws IOException {
        Path source = Files.write(directory.resolve("source.zip"), LARGE);
        Crowd storage = new Crowd(8);
        try (ScriptedServer server = new ScriptedServer(storage)) {
            upload(face, server, Payload.ofFile(source));
            assertThat(storage.blob).isEqualTo(LARGE);
        }
        assertThat(storage.largest).hasValue(8);
    }

    @ParameterizedTest
    @EnumSource
    void fourBlocksOfAStreamAreInMemoryAtOnce(WhichFace face) throws IOException {
        Crowd storage = new Crowd(4);
        try (ScriptedServer server = new ScriptedServer(storage)) {
            upload(face, server, Payload.ofStream(() -> new ByteArrayInputStream(LARGE)));
            assertThat(storage.blob).isEqualTo(LARGE);
        }
        assertThat(storage.largest).hasValue(4);
    }

    /** Answers the first requests only when so many are there. */
    private static final class Crowd extends Storage {
        private final CountDownLatch together;
        private final AtomicInteger present = new AtomicInteger();
        private final AtomicInteger largest = new AtomicInteger();

        Crowd(int size) {
            super(new byte[0]);
            this.together = new CountDownLatch(size);
        }

        @Override
        boolean fault(int count, Connection connection) throws InterruptedException {
            largest.accumulateAndGet(present.incrementAndGet(), Math::max);
            together.countDown();
            boolean complete = together.await(30, TimeUnit.SECONDS);
            present.decrementAndGet();
            return !complete;
        }
    }

    private void upload(WhichFace face, ScriptedServer server, Payload payload) {
        try (Rig rig = new Rig(server, BLOCKS)) {
            face.call(calls, Operation.BLOB_UPLOAD, call -> rig.transfers.upload(call, rig.sas(), payload, listener));
        }
    }
}
