package io.github.d365fo.connector.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Times are read exactly as the JDK reads them, whatever their form. */
class TimestampTest {
    static Stream<String> times() {
        return Stream.of(
                        "0001-01-01",
                        "1900-01-01",
                        "2026-02-28",
                        "2026-02-29",
                        "2024-02-29",
                        "2026-13-01",
                        "2026-00-10")
                .flatMap(date -> Stream.of(
                                "T00:00:00",
                                "T23:59:59",
                                "T24:00:00",
                                "T12:60:00",
                                "T12:00:60",
                                "T12:00",
                                "t12:00:00",
                                " 12:00:00",
                                "")
                        .map(date::concat))
                .flatMap(time -> Stream.of("", ".", ".1", ".12", ".123456789", ".1234567890", ",5", ".x")
                        .map(time::concat))
                .flatMap(time -> Stream.of(
                                "",
                                "Z",
                                "z",
                                "+00:00",
                                "-00:00",
                                "+02:00",
                                "-18:00",
                                "+18:01",
                                "+2:00",
                                "+0200",
                                "+02",
                                "+02:00:30",
                                "ZZ",
                                " ",
                                "[UTC]",
                                "Z[UTC]")
                        .map(time::concat));
    }

    @Test
    void everyFormIsReadLikeTheJdkReadsIt() {
        assertThat(times()).hasSizeGreaterThan(8_000).allSatisfy(TimestampTest::isReadLikeTheJdk);
    }

    @Test
    void damagedTimesAreReadLikeTheJdkReadsThem() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder("2026-11-26T18:27:15.1234567+01:00");
            for (int change = 0; change <= i % 3; change++) {
                text.setCharAt(random.nextInt(text.length()), "0123456789-:.TZ+ \u0661".charAt(random.nextInt(18)));
            }
            isReadLikeTheJdk(text.substring(0, text.length() - (i % 2 == 0 ? 0 : random.nextInt(16))));
        }
    }

    @ParameterizedTest
    @MethodSource
    void whatIsNoTimeIsEmpty(String text) {
        assertThat(Timestamp.parse(text)).isEmpty();
    }

    static Stream<String> whatIsNoTimeIsEmpty() {
        return Stream.of("", "yesterday", "2026-11-26", "26.11.2026 18:27:15", "2026-11-26T18:27:15 UTC");
    }

    private static void isReadLikeTheJdk(String text) {
        assertThat(Timestamp.parse(text)).as(text).isEqualTo(byTheJdk(text));
    }

    private static Optional<Instant> byTheJdk(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            try {
                return Optional.of(LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
            } catch (DateTimeException none) {
                return Optional.empty();
            }
        }
    }
}
