package io.github.d365fo.connector.internal.observe;

import io.github.d365fo.connector.Operation;
import java.net.URI;

/** The paths of requests with names in braces instead of what differs between them, for metrics and traces. */
final class UrlTemplates {
    private UrlTemplates() {}

    /** Returns the template of the path of {@code target}, to which a request of {@code operation} goes. */
    static String of(Operation operation, URI target) {
        return switch (operation) {
            case ENQUEUE -> "/api/connector/enqueue/{activityId}";
            case DEQUEUE -> "/api/connector/dequeue/{activityId}";
            case ACKNOWLEDGE -> "/api/connector/ack/{activityId}";
            case JOB_STATUS -> "/api/connector/jobstatus/{activityId}";
            // The service chooses the address, whose path and query contain ids.
            case DOWNLOAD -> "/{download}";
            case BLOB_UPLOAD, BLOB_DOWNLOAD -> "/{container}/{blob}";
            // An action of OData, whose parameters are in the body.
            default -> target.getRawPath();
        };
    }
}
