package io.github.d365fo.auth;

import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.error.TokenProblem;
import io.github.d365fo.connector.error.TokenUnavailableException;
import java.nio.CharBuffer;
import java.util.Arrays;
import java.util.Objects;

/** A secret or password that can be overwritten. Thread-safe. */
final class SecretText {
    private final String name;
    private final char[] chars;
    private boolean destroyed;

    /** Copies {@code chars}. */
    SecretText(String name, char[] chars) {
        Objects.requireNonNull(chars, name);
        boolean blank = true;
        for (char c : chars) {
            blank &= Character.isWhitespace(c);
        }
        if (blank) {
            throw new IllegalArgumentException(
                    name + ": expected a text, but got " + chars.length + " characters of white space");
        }
        char last = chars[chars.length - 1];
        if (last == '\n' || last == '\r') {
            throw new IllegalArgumentException(
                    name + ": expected a text without a trailing line break; strip it if you read it from a file");
        }
        this.name = name;
        this.chars = chars.clone();
    }

    synchronized void addTo(FormBody form, String field) {
        if (destroyed) {
            throw new TokenUnavailableException(
                    "no access token: the " + name + " was destroyed; create a new provider",
                    TokenProblem.of(TokenUnavailableException.Reason.MISCONFIGURED),
                    null);
        }
        form.add(field, chars);
    }

    synchronized void tell(KnownSecrets secrets) {
        secrets.keep(CharBuffer.wrap(chars));
    }

    synchronized void destroy() {
        destroyed = true;
        Arrays.fill(chars, '\0');
    }
}
