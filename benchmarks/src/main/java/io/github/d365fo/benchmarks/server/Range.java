package io.github.d365fo.benchmarks.server;

import io.netty.handler.codec.http.HttpRequest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The bytes that a request asks for. */
record Range(long from, long to, long total, boolean partial) {
    private static final Pattern FORM = Pattern.compile("bytes=(\\d+)-(\\d*)");

    static Range of(HttpRequest request, long total) {
        // Azure's clients say it their own way.
        String header = request.headers().get("x-ms-range", request.headers().get("Range", ""));
        Matcher matcher = FORM.matcher(header);
        if (!matcher.matches()) {
            return new Range(0, total, total, false);
        }
        long last = matcher.group(2).isEmpty() ? total - 1 : Long.parseLong(matcher.group(2));
        return new Range(Long.parseLong(matcher.group(1)), Math.min(last + 1, total), total, true);
    }

    long length() {
        return to - from;
    }

    String header() {
        return "bytes " + from + "-" + (to - 1) + "/" + total;
    }
}
