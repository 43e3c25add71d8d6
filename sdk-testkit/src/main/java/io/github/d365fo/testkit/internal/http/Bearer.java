package io.github.d365fo.testkit.internal.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tokens in the header {@code Authorization}. */
public final class Bearer {
    /** The name of the scheme may be written in any case (RFC 9110, 11.1). */
    private static final Pattern HEADER = Pattern.compile("bearer +(\\S+)", Pattern.CASE_INSENSITIVE);

    private Bearer() {}

    /** Returns the token that a request carries. */
    public static Optional<String> of(HttpCall call) {
        return call.header("Authorization")
                .map(HEADER::matcher)
                .filter(Matcher::matches)
                .map(header -> header.group(1));
    }
}
