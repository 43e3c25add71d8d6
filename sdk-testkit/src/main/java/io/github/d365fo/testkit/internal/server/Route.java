package io.github.d365fo.testkit.internal.server;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.testkit.internal.datamanagement.ODataAction;
import io.github.d365fo.testkit.internal.http.HttpCall;
import io.github.d365fo.testkit.internal.storage.BlobApi;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The meaning of a path. Case is ignored, as by the service.
 *
 * @param operation the operation
 * @param method the HTTP method it needs
 * @param id the last part of the path; that of a blob is percent-encoded
 */
record Route(Operation operation, String method, String id) {
    private static final String CONNECTOR = "/api/connector/";

    private static final Map<String, Operation> VERBS = Map.of(
            "enqueue", Operation.ENQUEUE,
            "dequeue", Operation.DEQUEUE,
            "download", Operation.DOWNLOAD,
            "ack", Operation.ACKNOWLEDGE,
            "jobstatus", Operation.JOB_STATUS);

    /** The storage parses paths itself, since a blob's name may end in a slash or contain dots. */
    public static Optional<Route> of(HttpCall call) {
        return call.rawPath().startsWith(BlobApi.ROOT)
                ? Optional.of(blob(call.method(), call.rawPath().substring(BlobApi.ROOT.length())))
                : of(call.path());
    }

    private static Optional<Route> of(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        Optional<ODataAction> action = ODataAction.of(path);
        if (action.isPresent()) {
            return Optional.of(new Route(action.get().operation, "POST", ""));
        }
        if (lower.matches("/[^/]+/oauth2(/v2\\.0)?/token")) {
            return Optional.of(new Route(Operation.ACCESS_TOKEN, "POST", ""));
        }
        if (lower.equals("/metadata/identity/oauth2/token") || lower.equals("/msi/token")) {
            return Optional.of(new Route(Operation.ACCESS_TOKEN, "GET", ""));
        }
        return lower.startsWith(CONNECTOR) ? connector(path.substring(CONNECTOR.length())) : Optional.empty();
    }

    /** The storage itself answers unknown methods. */
    private static Route blob(String method, String name) {
        boolean read = method.equals("GET") || method.equals("HEAD");
        return new Route(read ? Operation.BLOB_DOWNLOAD : Operation.BLOB_UPLOAD, method, name);
    }

    public boolean isBlob() {
        return operation == Operation.BLOB_UPLOAD || operation == Operation.BLOB_DOWNLOAD;
    }

    public boolean isAction() {
        return !isBlob() && operation != Operation.ACCESS_TOKEN && !VERBS.containsValue(operation);
    }

    private static Optional<Route> connector(String rest) {
        int slash = rest.indexOf('/');
        if (slash < 0 || rest.indexOf('/', slash + 1) >= 0) {
            return Optional.empty();
        }
        return Optional.ofNullable(VERBS.get(rest.substring(0, slash).toLowerCase(Locale.ROOT)))
                .map(operation -> new Route(operation, method(operation), rest.substring(slash + 1)));
    }

    private static String method(Operation operation) {
        return operation == Operation.ENQUEUE || operation == Operation.ACKNOWLEDGE ? "POST" : "GET";
    }
}
