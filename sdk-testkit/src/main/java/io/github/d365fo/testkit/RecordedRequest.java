package io.github.d365fo.testkit;

import io.github.d365fo.connector.Operation;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A request as the fake server got it, without secrets: the values of {@code Authorization} and of secret parameters are
 * replaced, and whatever else in path, query and headers holds a secret of the server, spelt in whatever way. Immutable and
 * thread-safe.
 *
 * <pre>{@code
 * imports.awaitProcessed(imports.enqueue(journal), Duration.ofMinutes(30));
 * List<RecordedRequest> polls = server.requests().stream()
 *         .filter(request -> request.operation().equals(Optional.of(Operation.MESSAGE_STATUS)))
 *         .toList();
 * assert polls.size() <= 10; // it does not ask more often than it has to
 * assert polls.get(0).headers().get("authorization").equals("[redacted]");
 * }</pre>
 *
 * @param number how many requests were answered before it, and one more; a reset starts anew
 * @param method the HTTP method
 * @param path the path, still percent-encoded
 * @param query the parameters of the query, decoded
 * @param headers the headers by lower-case name, the first value of each
 * @param operation what the request asks for, or empty if it is nothing the connector knows
 * @param bodySize the length of the body in bytes
 * @param status the status of the answer, also of one that a fault kept from the client, or 0 if there was none
 * @param at when it came, by the server's clock
 * @param fault the fault that struck it
 * @param atOnce how many requests were being answered when it came, itself included
 */
public record RecordedRequest(
        long number,
        String method,
        String path,
        Map<String, String> query,
        Map<String, String> headers,
        Optional<Operation> operation,
        long bodySize,
        int status,
        Instant at,
        Optional<Fault> fault,
        int atOnce) {
    /** Copies the maps. */
    public RecordedRequest {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(path, "path");
        Given.all("query", Objects.requireNonNull(query, "query").values());
        Given.all("headers", Objects.requireNonNull(headers, "headers").values());
        Objects.requireNonNull(operation, "operation");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(fault, "fault");
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
    }
}
