package io.github.d365fo.connector.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatheredBytesTest {
    @ParameterizedTest
    @CsvSource({"0, 3, 100", "1, 7, 100", "100, 33, 100", "64, 1, 100", "0, 60, 100", "64, 100, 100", "0, 5, 40"})
    void allBytesUpToTheLimitAreKeptInTheirOrder(int expected, int piece, int limit) {
        byte[] body = new byte[100];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) i;
        }
        GatheredBytes gathered = new GatheredBytes(expected);
        ByteBuffer left = ByteBuffer.wrap(body);
        for (int from = 0; from < limit; from += piece) {
            left.limit(Math.min(body.length, from + piece));
            gathered.add(left, limit);
        }
        assertThat(gathered.all()).isEqualTo(Arrays.copyOf(body, limit));
        assertThat(left.position()).as("nothing else is taken").isEqualTo(limit);
    }
}
