package io.github.d365fo.connector.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.datamanagement.ImportRequest;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.error.TransportException;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.connector.support.ScriptedServer.Connection;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A success that comes before the whole file was sent is none: the service can only have a part of it. */
@ExtendWith(CapturedLog.class)
@Timeout(120)
class EarlySuccessTest {
    /** More than a system keeps between two programs, and the most that goes to storage at once. */
    private static final int LARGE = 16 << 20;

    private static final int READ_BEFORE_THE_ANSWER = 1_000;
    private static final int READ_AFTER_IT = 1 << 20;

    /** The HTTP client hands out the answer, or says that the connection broke off: whichever it sees first. */
    private static final int ENOUGH = 100;

    private static final String WORDS = "before it had received the whole file";
    private static final String ID = "f0bc1d4c";

    static Stream<Arguments> uploads() {
        return Stream.of(FaceUnderTest.values())
                .flatMap(face -> Stream.of(true, false)
                        .flatMap(encrypted ->
                                Stream.of(true, false).map(sized -> Arguments.of(face, encrypted, sized))));
    }

    @ParameterizedTest
    @MethodSource("uploads")
    void doesNotEndAnEnqueue(FaceUnderTest face, boolean encrypted, boolean sized) throws IOException {
        TransportException error = enqueue(face, encrypted, sized);
        for (int i = 1; i < ENOUGH && !error.getMessage().contains(WORDS); i++) {
            error = enqueue(face, encrypted, sized);
        }
        assertThat(error).hasMessageContainingAll(WORDS, "status 200", ID, "external id batch-42");
    }

    private static TransportException enqueue(FaceUnderTest face, boolean encrypted, boolean sized) throws IOException {
        Reply early = new Early(200, "\"" + ID + "\"");
        try (Rig rig = encrypted ? Rig.encrypted(b -> b, face, early) : new Rig(face, early)) {
            Payload payload = sized ? Payload.ofStream(Zeros::new, LARGE) : Payload.ofStream(Zeros::new);
            TransportException error = catchThrowableOfType(
                    TransportException.class,
                    () -> rig.job.enqueue(EnqueueRequest.of(payload).externalId("batch-42")));
            assertThat(error).isNotNull();
            assertThat(error.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(rig.server.requests()).hasSize(1);
            return error;
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEarlySuccessOfStorageRepeatsTheUpload(FaceUnderTest face) throws IOException {
        try (Rig rig = new Rig(face, EarlySuccessTest::writeAddress, new Early(201, ""))) {
            TransportException error = catchThrowableOfType(
                    TransportException.class,
                    () -> face.dataManagement(rig.client)
                            .newImport(Payload.ofStream(Zeros::new, LARGE), ImportRequest.of("Customers"))
                            .await(Duration.ofHours(1)));
            assertThat(error.attempts()).hasSize(5);
            assertThat(error.operation()).isEqualTo(Operation.BLOB_UPLOAD);
            assertThat(rig.server.requests())
                    .hasSize(6)
                    .noneMatch(request -> request.target().contains("ImportFromPackage"));
        }
    }

    /** Nobody knows when a server has read what was on its way already; all of it was sent. */
    @ParameterizedTest
    @EnumSource
    void aSuccessCountsOnceTheWholeFileIsOnItsWay(FaceUnderTest face) throws IOException {
        try (Rig rig = new Rig(face, Reply.early(200, "\"" + ID + "\""))) {
            assertThat(rig.job
                            .enqueue(EnqueueRequest.of(Payload.ofBytes(new byte[50_000])))
                            .value())
                    .isEqualTo(ID);
        }
    }

    private static boolean writeAddress(Connection connection) throws IOException, InterruptedException {
        String url = "http://" + connection.request().header("host") + "/blob/p.zip?sig=secret-signature";
        return Reply.text(200, "{\"value\":\"{\\\"BlobId\\\":\\\"{B}\\\",\\\"BlobUrl\\\":\\\"" + url + "\\\"}\"}")
                .answer(connection);
    }

    /** Answers at the beginning of the body, and gives the connection up long before its end. */
    private record Early(int status, String body) implements Reply {
        @Override
        public boolean answer(Connection connection) throws IOException {
            connection.keepLittle();
            connection.skip(READ_BEFORE_THE_ANSWER);
            connection.head(status, body.length());
            connection.write(body.getBytes(StandardCharsets.UTF_8));
            connection.skip(READ_AFTER_IT);
            connection.reset();
            return false;
        }

        @Override
        public boolean wantsBody() {
            return false;
        }
    }

    /** A file of nothing but zeros that takes no memory. */
    private static final class Zeros extends InputStream {
        private int left = LARGE;

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            int count = Math.min(left, length);
            left -= count;
            return count == 0 && length > 0 ? -1 : count;
        }
    }
}
