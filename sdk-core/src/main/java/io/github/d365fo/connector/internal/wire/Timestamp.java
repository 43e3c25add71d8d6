package io.github.d365fo.connector.internal.wire;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Parses times in ISO 8601; those without a zone are UTC. The form that the service writes is read directly: the JDK's
 * parser allocates more than all the rest of a small response, and loads two dozen classes.
 */
final class Timestamp {
    private static final String FORM = "dddd-dd-ddTdd:dd:dd";
    private static final int MOST_DIGITS = 9;
    private static final int OFFSET = "+hh:mm".length();

    private Timestamp() {}

    /** Returns the time in {@code text}, or empty if it can't be read. */
    static Optional<Instant> parse(String text) {
        try {
            return Optional.of(begins(text) ? regular(text) : any(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static boolean begins(String text) {
        if (text.length() < FORM.length()) {
            return false;
        }
        for (int i = 0; i < FORM.length(); i++) {
            char expected = FORM.charAt(i);
            if (expected == 'd' ? !isDigit(text, i) : text.charAt(i) != expected) {
                return false;
            }
        }
        return true;
    }

    private static Instant regular(String text) {
        int fraction = FORM.length() + 1;
        int zone = FORM.length();
        int nanos = 0;
        if (zone < text.length() && text.charAt(zone) == '.') {
            zone = fraction;
            for (int digits = 0; digits < MOST_DIGITS; digits++) {
                boolean more = isDigit(text, zone);
                nanos = nanos * 10 + (more ? number(text, zone, 1) : 0);
                zone += more ? 1 : 0;
            }
        }
        String rest = text.substring(zone);
        if (zone == fraction || !(rest.isEmpty() || rest.equals("Z") || isOffset(rest))) {
            return any(text);
        }
        return LocalDateTime.of(
                        number(text, 0, 4),
                        number(text, 5, 2),
                        number(text, 8, 2),
                        number(text, 11, 2),
                        number(text, 14, 2),
                        number(text, 17, 2),
                        nanos)
                .toInstant(isOffset(rest) ? ZoneOffset.of(rest) : ZoneOffset.UTC);
    }

    private static boolean isOffset(String zone) {
        return zone.length() == OFFSET && (zone.charAt(0) == '+' || zone.charAt(0) == '-');
    }

    private static Instant any(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        }
    }

    private static boolean isDigit(String text, int index) {
        return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
    }

    private static int number(String text, int from, int digits) {
        int number = 0;
        for (int i = from; i < from + digits; i++) {
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }
}
