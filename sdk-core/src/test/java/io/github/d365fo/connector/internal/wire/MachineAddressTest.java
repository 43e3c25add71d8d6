package io.github.d365fo.connector.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A machine's own platform in all the ways in which resolvers read numbers. */
class MachineAddressTest {
    @Test
    void everySpellingOfAnAddressIsTheAddress() {
        Random random = new Random(42);
        int tried = 0;
        for (int i = 0; i < 2000; i++) {
            int third = random.nextInt(256);
            int fourth = random.nextInt(256);
            for (String spelling : spellings(random, 169, 254, third, fourth)) {
                assertThat(MachineAddress.is(spelling)).as(spelling).isTrue();
                tried++;
            }
            for (String spelling : spellings(random, 20, 60 + random.nextInt(3), third, fourth)) {
                assertThat(MachineAddress.is(spelling)).as(spelling).isFalse();
                tried++;
            }
        }
        assertThat(tried).isEqualTo(2000 * 2 * 5);
    }

    @Test
    void namesAreNoNumbers() {
        for (String name : List.of(
                "acct.blob.core.windows.net",
                "0xa9fea9fe.example",
                "a9fea9fe",
                "169-254-169-254",
                "x",
                "0xg",
                "1.2.3.4.5")) {
            assertThat(MachineAddress.is(name)).as(name).isFalse();
        }
    }

    /** Four parts, three, two and one, each in a base of its own, and as IPv6. */
    private static List<String> spellings(Random random, int a, int b, int c, int d) {
        List<String> spellings = new ArrayList<>();
        spellings.add(dotted(random, a, b, c, d));
        spellings.add(dotted(random, a, b, c << 8 | d));
        spellings.add(dotted(random, a, b << 16 | c << 8 | d));
        spellings.add(dotted(random, (long) a << 24 | b << 16 | c << 8 | d));
        spellings.add(String.format("[::ffff:%x:%x]", a << 8 | b, c << 8 | d));
        return spellings;
    }

    private static String dotted(Random random, long... parts) {
        List<String> texts = new ArrayList<>();
        for (long part : parts) {
            texts.add(
                    switch (random.nextInt(4)) {
                        case 0 -> Long.toString(part);
                        case 1 -> "0" + Long.toString(part, 8);
                        case 2 -> "0x" + Long.toString(part, 16);
                        default -> "0X" + Long.toString(part, 16).toUpperCase(Locale.ROOT);
                    });
        }
        return String.join(".", texts);
    }
}
