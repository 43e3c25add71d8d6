package io.github.d365fo.connector.internal.http;

import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Optional;

/** Reads headers without the stream that {@link HttpHeaders#firstValue} makes of each. */
public final class HeaderValues {
    private HeaderValues() {}

    /** Returns the first value of a header, or empty if it is missing. */
    public static Optional<String> first(HttpHeaders headers, String name) {
        List<String> values = headers.allValues(name);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
    }
}
