package io.github.d365fo.connector;

import java.util.Objects;
import java.util.Optional;

/**
 * What a call is, and what is known of it by now: a message id of <em>enqueue</em>, for example, is known at its end. Part
 * of each event of a {@link ConnectorListener}. Immutable; contains no secret.
 *
 * @param id the number of the call, unique in this process
 * @param operation what the user called; its requests may have others
 * @param host the host of the environment
 * @param job the recurring data job, if it is a call of one
 * @param message the id of the message of an import, or the correlation id of the message of an export
 * @param dataProject the data project, if the call names one
 * @param execution the execution
 */
public record CallInfo(
        long id,
        Operation operation,
        String host,
        Optional<ActivityId> job,
        Optional<String> message,
        Optional<String> dataProject,
        Optional<ExecutionId> execution) {
    /** Rejects null. */
    public CallInfo {
        Objects.requireNonNull(operation, "operation");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(job, "job");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(dataProject, "dataProject");
        Objects.requireNonNull(execution, "execution");
    }
}
