package io.github.d365fo.connector.internal.http;

/** Stops {@code java.net.http} from repeating a request that must not be repeated. */
final class RepeatRefusedException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    RepeatRefusedException(String message) {
        super(message);
    }
}
