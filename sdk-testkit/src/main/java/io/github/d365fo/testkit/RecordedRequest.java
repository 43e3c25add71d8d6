package io.github.d365fo.testkit;

import io.github.d365fo.connector.Operation;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A request as the fake server received it, without secrets: the values of {@code Authorization} and of secret
 * parameters are replaced, and so is everything else in path, query and headers that contains a secret of the server in
 * any spelling. Immutable and thread-safe.
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
 * @param number its number in the order of the answers, from 1; a reset starts again
 * @param at when it arrived, by the server's clock
 * @param atOnce how many requests were in progress when it arrived, including itself
 * @param bodySize the length of the body in bytes
 * @param asked the request
 * @param answered the answer
 */
public record RecordedRequest(long number, Instant at, int atOnce, long bodySize, Asked asked, Answered answered) {
    /** Rejects null. */
    public RecordedRequest {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(asked, "asked");
        Objects.requireNonNull(answered, "answered");
    }

    /**
     * The request itself.
     *
     * @param method the HTTP method
     * @param path the path, still percent-encoded
     * @param query the parameters of the query, decoded
     * @param headers the headers by lower-case name, the first value of each
     * @param operation the operation, or empty if it is none of this API
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
     * The answer to a request.
     *
     * @param status the status of the answer, even if a fault withheld it from the client, or 0 if there was none
     * @param fault the fault that struck it
     */
    public record Answered(int status, Optional<Fault> fault) {
        /** Rejects null. */
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

    /** Returns the operation, or empty if it is none of this API. */
    public Optional<Operation> operation() {
        return asked.operation();
    }

    /** Returns the status of the answer, even if a fault withheld it from the client, or 0 if there was none. */
    public int status() {
        return answered.status();
    }

    /** Returns the fault that struck it. */
    public Optional<Fault> fault() {
        return answered.fault();
    }
}
