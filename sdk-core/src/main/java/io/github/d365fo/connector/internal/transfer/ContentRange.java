package io.github.d365fo.connector.internal.transfer;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The range of a file in a response with status 206.
 *
 * @param from the first byte
 * @param to the last byte
 * @param total the length of the file
 */
record ContentRange(long from, long to, long total) {
    private static final Pattern FORM = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})");

    /** Parses the header {@code Content-Range}; empty if it is not a valid byte range. */
    static Optional<ContentRange> parse(String header) {
        Matcher matcher = FORM.matcher(header);
        return matcher.matches()
                ? Optional.of(new ContentRange(
                                Long.parseLong(matcher.group(1)),
                                Long.parseLong(matcher.group(2)),
                                Long.parseLong(matcher.group(3))))
                        .filter(range -> range.from() <= range.to() && range.to() < range.total())
                : Optional.empty();
    }
}
