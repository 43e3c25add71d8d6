package io.github.d365fo.connector.internal.http;

/** {@code java.net.http} repeats some requests by itself; this one it must not. */
final class RepeatRefusedException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    RepeatRefusedException(String message) {
        super(message);
    }
}
