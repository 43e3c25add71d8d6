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
 * @param at when it came, by the server's clock
 * @param atOnce how many requests were being answered when it came, itself included
 * @param bodySize the length of the body in bytes
 * @param asked what it asks for
 * @param answered what became of it
 */
public record RecordedRequest(long number, Instant at, int atOnce, long bodySize, Asked asked, Answered answered) {
    /** Refuses null. */
    public RecordedRequest {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(asked, "asked");
        Objects.requireNonNull(answered, "answered");
    }

    /**
     * What a request asks for.
     *
     * @param method the HTTP method
     * @param path the path, still percent-encoded
     * @param query the parameters of the query, decoded
     * @param headers the headers by lower-case name, the first value of each
     * @param operation what the request asks for, or empty if it is nothing the connector knows
     */
    public record Asked(
            String method,
            String path,
            Map<String, String> query,
            Map<String, String> headers,
            Optional<Operation> operation) {
        /** Copies the maps. */
        public Asked {
            Objects.requireNonNull(method, "method");
            Objects.requireNonNull(path, "path");
            Given.all("query", Objects.requireNonNull(query, "query").values());
            Given.all("headers", Objects.requireNonNull(headers, "headers").values());
            Objects.requireNonNull(operation, "operation");
            query = Map.copyOf(query);
            headers = Map.copyOf(headers);
        }
    }

    /**
     * What became of a request.
     *
     * @param status the status of the answer, also of one that a fault kept from the client, or 0 if there was none
     * @param fault the fault that struck it
     */
    public record Answered(int status, Optional<Fault> fault) {
        /** Refuses null. */
        public Answered {
            Objects.requireNonNull(fault, "fault");
        }
    }

    /** Returns the HTTP method. */
    public String method() {
        return asked.method();
    }

    /** Returns the path, still percent-encoded. */
    public String path() {
        return asked.path();
    }

    /** Returns the parameters of the query, decoded. */
    public Map<String, String> query() {
        return asked.query();
    }

    /** Returns the headers by lower-case name, the first value of each. */
    public Map<String, String> headers() {
        return asked.headers();
    }

    /** Returns what the request asks for, or empty if it is nothing the connector knows. */
    public Optional<Operation> operation() {
        return asked.operation();
    }

    /** Returns the status of the answer, also of one that a fault kept from the client, or 0 if there was none. */
    public int status() {
        return answered.status();
    }

    /** Returns the fault that struck it. */
    public Optional<Fault> fault() {
        return answered.fault();
    }
}
