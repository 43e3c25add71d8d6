package io.github.d365fo.connector.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the text: JSON is read or refused with a {@link JsonException}. In an ordinary test run only the seeds are tried. */
class JsonFuzzTest {
    static Stream<String> texts() {
        return Stream.of(
                "{\"CorrelationId\":\"a\",\"PopReceipt\":\"b\",\"IsDownLoadFileExist\":true,\"LastDequeueDateTime\":null}",
                "{\"DataJobStatus\":{\"DataJobState\":8,\"DataJobStartedDateTime\":\"2016-08-27T20:58:15\"}}",
                "{\"error\":{\"innererror\":{\"message\":\"m\",\"internalexception\":{\"message\":\"n\"}}}}",
                "[1, 2.5e300, -0, \"\\u00e4\\ud83d\\ude00\", [], {}, null]",
                "\"f0bc1d4c-2b0c-4a4e-9d4e-1d0d6c1f9a11\"");
    }

    @MethodSource("texts")
    @FuzzTest
    void json(@NotNull String text) {
        try {
            if (Json.parse(text) instanceof JsonObject object) {
                readAs(object, "DataJobStatus");
                readAs(object, "error");
            }
        } catch (JsonException expected) {
            assertThat(expected.getMessage()).startsWith("expected");
        }
        assertThat(ErrorBody.of(text).message()).isNotNull();
    }

    private static void readAs(JsonObject object, String name) throws JsonException {
        assertThat(object.text("CorrelationId")).isNotNull();
        assertThat(object.bool("IsDownLoadFileExist")).isNotNull();
        assertThat(object.number("DataJobState")).isNotNull();
        assertThat(object.time("DataJobStartedDateTime")).isNotNull();
        assertThat(object.objects("ExecutionDetail")).isNotNull();
        if (object.object(name).isPresent()) {
            readAs(object.object(name).get(), "innererror");
        }
    }
}
