package io.github.d365fo.feed.internal.imports;

import io.github.d365fo.connector.enqueue.EnqueueRequest;
import java.nio.file.Path;
import java.util.function.Function;

/** The user's function that says how a file is sent. Whatever it does, only one exception leaves it. Thread-safe if it is. */
record RequestFunction(Function<Path, EnqueueRequest> rule, Telling telling) {
    /**
     * Returns the request for {@code file}.
     *
     * @throws RequestException if the function throws or returns null
     */
    EnqueueRequest ask(Path file) throws RequestException {
        EnqueueRequest request;
        try {
            request = rule.apply(file);
        } catch (Throwable e) {
            throw new RequestException(telling.failure(e), e instanceof Error);
        }
        if (request == null) {
            throw new RequestException(new NullPointerException("the request function returned null"), false);
        }
        return request;
    }
}
