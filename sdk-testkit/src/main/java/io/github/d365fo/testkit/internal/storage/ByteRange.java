package io.github.d365fo.testkit.internal.storage;

import io.github.d365fo.testkit.internal.http.HttpCall;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The range of a blob that a request asks for.
 *
 * @param from its first byte
 * @param length how many bytes it has
 * @param partial whether the request has a range, even if it is the whole blob
 */
record ByteRange(long from, long length, boolean partial) {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,18})-(\\d{0,18})");

    /** Parses {@code x-ms-range}, or {@code Range}; an invalid one is ignored. */
    static ByteRange of(HttpCall call, Blob blob) throws BlobRefusal {
        long size = blob.content().size();
        Optional<Matcher> range = call.header("x-ms-range")
                .or(() -> call.header("Range"))
                .filter(text -> Preconditions.allowsRange(call, blob))
                .map(RANGE::matcher)
                .filter(Matcher::matches);
        if (range.isEmpty()) {
            return new ByteRange(0, size, false);
        }
        long first = Long.parseLong(range.get().group(1));
        String end = range.get().group(2);
        long last = end.isEmpty() ? size - 1 : Math.min(Long.parseLong(end), size - 1);
        if (first > last) {
            call.responseHeader("Content-Range", "bytes */" + size);
            throw BlobError.INVALID_RANGE.refusal();
        }
        return new ByteRange(first, last - first + 1, true);
    }

    /** Returns the value of Content-Range. */
    String in(long size) {
        return "bytes " + from + "-" + (from + length - 1) + "/" + size;
    }
}
