package io.github.d365fo.connector.internal.packages.check;

import java.nio.charset.CharacterCodingException;

/** A text to convert is not UTF-8. The message says where, but shows no data. */
final class NotUtf8 extends CharacterCodingException {
    private static final long serialVersionUID = 1;

    private final String message;

    NotUtf8(long line, String what) {
        this.message = "expected text in UTF-8, but line " + line + " " + what;
    }

    @Override
    public String getMessage() {
        return message;
    }
}
