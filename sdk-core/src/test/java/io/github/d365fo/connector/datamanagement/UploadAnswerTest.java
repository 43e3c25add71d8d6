package io.github.d365fo.connector.datamanagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.MalformedResponseException;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Only the one answer with which storage says that it has a file lets an import begin. */
@Timeout(60)
class UploadAnswerTest {
    private static final byte[] FILE = {'P', 'K', 3, 4};

    /** Which of the requests of an upload gets the answer. */
    enum Put {
        BLOB(0, Payload.ofBytes(FILE)),
        BLOCK(0, Payload.ofStream(() -> new ByteArrayInputStream(FILE))),
        BLOCK_LIST(1, Payload.ofStream(() -> new ByteArrayInputStream(FILE)));

        private final int before;
        private final Payload payload;

        Put(int before, Payload payload) {
            this.before = before;
            this.payload = payload;
        }
    }

    static Stream<Arguments> answers() {
        return Stream.of(FaceUnderTest.values())
                .flatMap(face -> Stream.of(Put.values())
                        .flatMap(put -> Stream.of(200, 202, 203, 204, 205, 206, 299)
                                .map(status -> Arguments.of(face, put, status))));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void anotherStatusIsNoSuccess(FaceUnderTest face, Put put, int status) throws IOException {
        List<Reply> script = new ArrayList<>(List.of(DataRig.writeUrl()));
        for (int i = 0; i < put.before; i++) {
            script.add(DataRig.created());
        }
        script.add(Reply.text(status, ""));
        try (DataRig rig = new DataRig(face, script.toArray(Reply[]::new))) {
            ConnectorException error = catchThrowableOfType(
                    ConnectorException.class,
                    () -> rig.data
                            .newImport(put.payload, ImportRequest.of("Customers"))
                            .await(Duration.ofHours(1)));
            assertThat(error)
                    .isInstanceOf(MalformedResponseException.class)
                    .hasMessageContainingAll("status " + status, "201");
            assertThat(error.operation()).isEqualTo(Operation.BLOB_UPLOAD);
            assertThat(error.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(rig.asked()).doesNotContain("ImportFromPackage");
        }
    }
}
