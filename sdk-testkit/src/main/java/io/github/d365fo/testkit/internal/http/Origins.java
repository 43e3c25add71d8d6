package io.github.d365fo.testkit.internal.http;

import java.util.regex.Pattern;

/** Addresses as URL libraries write them. */
public final class Origins {
    private static final Pattern DEFAULT_PORT =
            Pattern.compile("(?<=^http://[^/?#]{1,255}):80(?![^/?#])|(?<=^https://[^/?#]{1,255}):443(?![^/?#])");

    private Origins() {}

    /** Returns {@code address} without the port that its scheme has anyhow: {@code :443} of https, {@code :80} of http. */
    public static String withoutDefaultPort(String address) {
        return DEFAULT_PORT.matcher(address).replaceFirst("");
    }
}
