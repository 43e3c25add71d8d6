package io.github.d365fo.testkit.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts as HTTP has them: dates and addresses. */
class HttpTextTest {
    private static final Instant FIFTH = Instant.parse("2026-01-05T08:00:09Z");

    @Test
    void aDateIsWrittenWithTwoDigits() {
        assertThat(HttpDate.of(FIFTH)).isEqualTo("Mon, 05 Jan 2026 08:00:09 GMT");
        assertThat(HttpDate.of(FIFTH.plusMillis(999))).isEqualTo("Mon, 05 Jan 2026 08:00:09 GMT");
        assertThat(HttpDate.parse(HttpDate.of(FIFTH))).contains(FIFTH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Mon, 05 Jan 2026 08:00:09 GMT",
                "Mon, 5 Jan 2026 08:00:09 GMT",
                "Mon, 5 Jan 2026 8:00:09 GMT",
                "Mon,  5 Jan 2026 08:00:09 GMT",
                "mon, 05 jan 2026 08:00:09 gmt",
                "Tue, 05 Jan 2026 08:00:09 GMT",
                "05 Jan 2026 08:00:09 GMT",
                "Mon, 05 Jan 2026 08:00:09 +0000",
                "Monday, 05-Jan-26 08:00:09 GMT",
                "Mon Jan  5 08:00:09 2026",
                "Mon Jan 05 08:00:09 2026"
            })
    void aDateIsReadInAllItsForms(String text) {
        assertThat(HttpDate.parse(text)).contains(FIFTH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "120", "2026-01-05T08:00:09Z", "Mon, 32 Jan 2026 08:00:09 GMT", "Mon, 05 Jan 2026"})
    void whatIsNoDateIsNone(String text) {
        assertThat(HttpDate.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://a:443, https://a",
        "https://a:443/, https://a/",
        "https://a:443/x:443?y:443, https://a/x:443?y:443",
        "https://a:443?x, https://a?x",
        "https://[::1]:443/x, https://[::1]/x",
        "http://a:80, http://a",
        "http://a:80//.default, http://a//.default",
        "https://a:80, https://a:80",
        "http://a:443, http://a:443",
        "https://a:4430, https://a:4430",
        "https://a:443x, https://a:443x",
        "https://a, https://a",
        "https://a/:443, https://a/:443",
        "api://x:443, api://x:443",
        "a:443, a:443",
    })
    void thePortOfItsSchemeIsLeftOut(String address, String without) {
        assertThat(Origins.withoutDefaultPort(address)).isEqualTo(without);
    }
}
