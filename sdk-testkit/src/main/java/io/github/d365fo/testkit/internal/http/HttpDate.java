package io.github.d365fo.testkit.internal.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Dates in headers (RFC 9110, 5.6.7): writes the preferred format, parses all three and some variations. */
public final class HttpDate {
    private static final DateTimeFormatter WRITTEN = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final List<DateTimeFormatter> READ = List.of(
            format(date -> date.appendPattern("d MMM yyyy H:mm:ss ").appendOffset("+HHMM", "GMT")),
            // Two digits of a year since 1970 (RFC 850).
            format(date -> date.appendPattern("d-MMM-")
                    .appendValueReduced(ChronoField.YEAR, 2, 2, 1970)
                    .appendPattern(" H:mm:ss 'GMT'")),
            // The format of asctime.
            format(date -> date.appendPattern("MMM d H:mm:ss yyyy")));

    private HttpDate() {}

    /** Returns a date such as {@code Mon, 05 Jan 2026 08:00:00 GMT}. */
    public static String of(Instant time) {
        return WRITTEN.format(time);
    }

    /** Returns the time of a date, or empty if {@code text} is none. The day of the week is ignored. */
    public static Optional<Instant> parse(String text) {
        String date = text.strip().replaceFirst("^\\p{Alpha}+,? ", "").replaceAll(" +", " ");
        return READ.stream().flatMap(format -> parse(format, date).stream()).findFirst();
    }

    private static Optional<Instant> parse(DateTimeFormatter format, String date) {
        try {
            return Optional.of(Instant.from(format.parse(date.strip())));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static DateTimeFormatter format(UnaryOperator<DateTimeFormatterBuilder> pattern) {
        return pattern.apply(new DateTimeFormatterBuilder().parseCaseInsensitive())
                .toFormatter(Locale.ROOT)
                .withZone(ZoneOffset.UTC);
    }
}
