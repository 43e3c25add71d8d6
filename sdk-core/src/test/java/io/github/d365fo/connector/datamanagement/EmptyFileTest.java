package io.github.d365fo.connector.datamanagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.IntegrityException;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A file without content is refused on this side, in whatever way it is handed over and sent. */
@Timeout(60)
class EmptyFileTest {
    private static final String ACTIVITY = "6d31e09f-0249-459f-94f0-aad9c2c47b64";

    @TempDir
    Path directory;

    private enum Way {
        BYTES(directory -> Payload.ofBytes(new byte[0])),
        TEXT(directory -> Payload.ofString("")),
        FILE(directory -> Payload.ofFile(directory.resolve("empty"))),
        STREAM(directory -> Payload.ofStream(InputStream::nullInputStream)),
        STREAM_OF_KNOWN_LENGTH(directory -> Payload.ofStream(InputStream::nullInputStream, 0)),
        SINGLE_USE(directory -> Payload.ofSingleUse(InputStream.nullInputStream()));

        final Function<Path, Payload> payload;

        Way(Function<Path, Payload> payload) {
            this.payload = payload;
        }
    }

    private enum Verb {
        ENQUEUE((rig, face, payload) -> face.job(rig.client, ACTIVITY).enqueue(EnqueueRequest.of(payload))),
        IMPORT((rig, face, payload) ->
                rig.data.newImport(payload, ImportRequest.of("Groups")).await(DataRig.HOUR));

        final Call call;

        Verb(Call call) {
            this.call = call;
        }
    }

    private interface Call {
        void with(DataRig rig, FaceUnderTest face, Payload payload);
    }

    private static Stream<Arguments> ways() {
        return Stream.of(FaceUnderTest.values())
                .flatMap(face -> Stream.of(Verb.values())
                        .flatMap(verb -> Stream.of(Way.values()).map(way -> Arguments.of(face, verb, way))));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void itIsNotSent(FaceUnderTest face, Verb verb, Way way) throws Exception {
        Files.createFile(directory.resolve("empty"));
        Reply[] script = verb == Verb.IMPORT
                ? new Reply[] {DataRig.writeUrl(), DataRig.created()}
                : new Reply[] {Reply.text(200, "\"f0bc1d4c-2b0c-4a4e-9d4e-1d0d6c1f9a11\"")};
        try (DataRig rig = new DataRig(face, script)) {
            IntegrityException failure = catchThrowableOfType(
                    IntegrityException.class, () -> verb.call.with(rig, face, way.payload.apply(directory)));
            assertThat(failure).hasMessageContaining("payload: expected a file with content, but it is empty");
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(rig.asked()).doesNotContain("PUT").noneMatch(asked -> asked.contains("enqueue"));
        }
    }
}
