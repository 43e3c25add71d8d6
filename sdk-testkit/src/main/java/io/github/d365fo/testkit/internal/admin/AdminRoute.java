package io.github.d365fo.testkit.internal.admin;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A route of the administration.
 *
 * @param method the HTTP method
 * @param template the path, with variables in braces
 * @param handler answers its requests
 */
record AdminRoute(String method, String template, Handler handler) {
    /** Answers a request. */
    interface Handler {
        /**
         * Answers.
         *
         * @throws IllegalArgumentException if the request is invalid
         * @throws IllegalStateException if it conflicts with the current state
         * @throws java.util.NoSuchElementException if its subject does not exist
         */
        void answer(AdminCall call) throws IOException;
    }

    /** Collects routes. */
    interface Registry {
        /** Adds a route whose path is below the root. */
        void route(String method, String path, Handler handler);
    }

    /** Returns the variables of {@code path}, encoded as they came, or empty if it is another one. */
    Optional<Map<String, String>> match(String path) {
        String[] expected = template.split("/", -1);
        String[] actual = path.split("/", -1);
        if (expected.length != actual.length) {
            return Optional.empty();
        }
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < expected.length; i++) {
            if (expected[i].startsWith("{")) {
                variables.put(expected[i].substring(1, expected[i].length() - 1), actual[i]);
            } else if (!expected[i].equals(actual[i])) {
                return Optional.empty();
            }
        }
        return Optional.of(variables);
    }
}
