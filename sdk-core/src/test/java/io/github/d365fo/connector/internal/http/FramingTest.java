package io.github.d365fo.connector.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.net.http.HttpHeaders;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a body ends, or why nobody knows. */
class FramingTest {
    @Test
    void aLengthDelimits() {
        Framing framing = framing(200, List.of(" 17 "), List.of());
        assertThat(framing).isEqualTo(new Framing(OptionalLong.of(17), Optional.empty(), true));
    }

    /** Each response is looked at; a stream would take a kilobyte. */
    @Test
    void theUsualLengthTakesLittleMemory() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        HttpHeaders headers = HttpHeaders.of(Map.of("Content-Length", List.of("274")), (name, value) -> true);
        int times = 1000;
        Framing.of(200, headers);
        long before = threads.getCurrentThreadAllocatedBytes();
        long sum = 0;
        for (int i = 0; i < times; i++) {
            sum += Framing.of(200, headers).length().orElse(0);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(sum).isEqualTo(274L * times);
        assertThat(allocated / times).isLessThan(300);
    }

    @Test
    void chunksDelimit() {
        assertThat(framing(200, List.of(), List.of("Chunked")).delimited()).isTrue();
        assertThat(framing(204, List.of(), List.of()).delimited()).isTrue();
    }

    @Test
    void anEndOfTheConnectionDelimitsNothing() {
        assertThat(framing(200, List.of(), List.of()).delimited()).isFalse();
        assertThat(framing(200, List.of(), List.of("identity")).delimited()).isFalse();
        assertThat(framing(200, List.of(), List.of()).problem()).isEmpty();
    }

    @Test
    void theSameTwiceIsOnce() {
        assertThat(framing(200, List.of("5", "5"), List.of()).length()).hasValue(5);
        assertThat(framing(200, List.of(), List.of("chunked", "CHUNKED")).problem())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "5,6;-; it announces more than one length: 5 and 6",
                "5; chunked; it announces a length and comes in chunks",
                "-; gzip; its Transfer-Encoding is not supported",
                "-; chunked,identity; its Transfer-Encoding is not supported",
                "-1; -; its Content-Length is not a number of bytes",
                "9000000000000000000; -; its Content-Length is not a number of bytes"
            },
            delimiter = ';')
    void whatCanBeReadInTwoWaysIsAProblemAndHasNoLength(String lengths, String codings, String problem) {
        Framing framing = framing(200, list(lengths), list(codings));
        assertThat(framing.problem()).contains(problem);
        assertThat(framing.length()).isEmpty();
    }

    private static List<String> list(String values) {
        return values == null ? List.of() : Arrays.asList(values.split(","));
    }

    private static Framing framing(int status, List<String> lengths, List<String> codings) {
        return Framing.of(
                status,
                HttpHeaders.of(Map.of("Content-Length", lengths, "Transfer-Encoding", codings), (name, value) -> true));
    }
}
