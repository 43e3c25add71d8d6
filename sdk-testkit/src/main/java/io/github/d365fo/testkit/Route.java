package io.github.d365fo.testkit;

import io.github.d365fo.connector.Operation;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a path means. Paths are the same in any case, as they are for the service.
 *
 * @param operation what is asked for
 * @param method the HTTP method it needs
 * @param id the last part of the path, percent-encoded
 */
record Route(Operation operation, String method, String id) {
    private static final String CONNECTOR = "/api/connector/";
    private static final String MESSAGE_STATUS =
            "/data/datamanagementdefinitiongroups/microsoft.dynamics.dataentities.getmessagestatus";

    private static final Map<String, Operation> VERBS = Map.of(
            "enqueue", Operation.ENQUEUE,
            "dequeue", Operation.DEQUEUE,
            "download", Operation.DOWNLOAD,
            "ack", Operation.ACKNOWLEDGE,
            "jobstatus", Operation.JOB_STATUS);

    static Optional<Route> of(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        if (lower.equals(MESSAGE_STATUS)) {
            return Optional.of(new Route(Operation.MESSAGE_STATUS, "POST", ""));
        }
        if (lower.matches("/[^/]+/oauth2(/v2\\.0)?/token")) {
            return Optional.of(new Route(Operation.ACCESS_TOKEN, "POST", ""));
        }
        if (lower.equals("/metadata/identity/oauth2/token") || lower.equals("/msi/token")) {
            return Optional.of(new Route(Operation.ACCESS_TOKEN, "GET", ""));
        }
        return lower.startsWith(CONNECTOR) ? connector(path.substring(CONNECTOR.length())) : Optional.empty();
    }

    private static Optional<Route> connector(String rest) {
        int slash = rest.indexOf('/');
        if (slash < 0) {
            return Optional.empty();
        }
        return Optional.ofNullable(VERBS.get(rest.substring(0, slash).toLowerCase(Locale.ROOT)))
                .map(operation -> new Route(operation, method(operation), rest.substring(slash + 1)));
    }

    private static String method(Operation operation) {
        return operation == Operation.ENQUEUE || operation == Operation.ACKNOWLEDGE ? "POST" : "GET";
    }
}
