package io.github.d365fo.testkit.internal.http;

import java.util.regex.Pattern;

/** Normalizes addresses as URL libraries do. */
public final class Origins {
    private static final Pattern DEFAULT_PORT =
            Pattern.compile("(?<=^http://[^/?#]{1,255}):80(?![^/?#])|(?<=^https://[^/?#]{1,255}):443(?![^/?#])");

    private Origins() {}

    /** Returns {@code address} without the default port of its scheme: {@code :443} for https, {@code :80} for http. */
    public static String withoutDefaultPort(String address) {
        return DEFAULT_PORT.matcher(address).replaceFirst("");
    }
}
