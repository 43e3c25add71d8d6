package io.github.d365fo.connector.internal.http;

import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How a response marks the end of its body. {@code java.net.http} accepts the first of two lengths, a length together
 * with chunks, and, if nothing is announced, whatever comes until the connection closes: each may be less than the
 * whole.
 *
 * @param length the announced length, or empty if there is none
 * @param problem what is wrong with the headers, or empty if nothing is
 * @param delimited whether a truncated body is noticed
 */
record Framing(OptionalLong length, Optional<String> problem, boolean delimited) {
    private static final int NO_CONTENT = 204;
    /** Matches numbers that fit into a long. */
    private static final Pattern LENGTH = Pattern.compile("\\d{1,18}|[1-8]\\d{18}");

    /** More digits than real lengths have, and few enough for a long. */
    private static final int PLAIN = 15;

    private static final Set<String> UNDERSTOOD = Set.of("chunked", "identity");

    static Framing of(int status, HttpHeaders headers) {
        List<String> lengths = headers.allValues("Content-Length");
        if (lengths.size() == 1
                && isPlain(lengths.get(0))
                && headers.allValues("Transfer-Encoding").isEmpty()) {
            return new Framing(OptionalLong.of(Long.parseLong(lengths.get(0))), Optional.empty(), true);
        }
        return of(
                status,
                lengths.stream().map(Framing::plain).toList(),
                headers.allValues("Transfer-Encoding").stream()
                        .map(Framing::plain)
                        .distinct()
                        .toList());
    }

    private static boolean isPlain(String length) {
        if (length.isEmpty() || length.length() > PLAIN) {
            return false;
        }
        // Each response is looked at, and a stream takes a kilobyte.
        for (int i = 0; i < length.length(); i++) {
            if (length.charAt(i) < '0' || length.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static Framing of(int status, List<String> lengths, List<String> codings) {
        Optional<String> problem = problem(lengths, codings);
        boolean isKnown = problem.isEmpty() && !lengths.isEmpty();
        return new Framing(
                isKnown ? OptionalLong.of(Long.parseLong(lengths.get(0))) : OptionalLong.empty(),
                problem,
                isKnown || codings.contains("chunked") || status == NO_CONTENT);
    }

    private static Optional<String> problem(List<String> lengths, List<String> codings) {
        if (codings.size() > 1 || !UNDERSTOOD.containsAll(codings)) {
            return Optional.of("its Transfer-Encoding is not supported");
        }
        if (codings.contains("chunked") && !lengths.isEmpty()) {
            return Optional.of("it announces a length and comes in chunks");
        }
        if (!lengths.stream().allMatch(length -> LENGTH.matcher(length).matches())) {
            return Optional.of("its Content-Length is not a number of bytes");
        }
        return lengths.stream().map(Long::valueOf).distinct().count() > 1
                ? Optional.of("it announces more than one length: " + String.join(" and ", lengths))
                : Optional.empty();
    }

    private static String plain(String value) {
        return value.strip().toLowerCase(Locale.ROOT);
    }
}
