package io.github.d365fo.connector.internal.wire;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Writes queries with {@code %20}, never {@code +}, which the service has been seen to read as a plus sign. */
public final class QueryString {
    private QueryString() {}

    /** Returns a query with one parameter, if it has a value. */
    public static String of(String name, Optional<String> value) {
        return value.map(text -> "?" + name + "=" + encode(text)).orElse("");
    }

    /** Returns a query with those of two parameters that have a value. */
    public static String of(String first, Optional<String> firstValue, String second, Optional<String> secondValue) {
        String start = of(first, firstValue);
        String rest = of(second, secondValue);
        return start.isEmpty() || rest.isEmpty() ? start + rest : start + "&" + rest.substring(1);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
    }
}
