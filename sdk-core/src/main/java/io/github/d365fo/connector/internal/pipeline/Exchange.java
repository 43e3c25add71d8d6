package io.github.d365fo.connector.internal.pipeline;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.internal.http.ExchangeFailure;
import io.github.d365fo.connector.internal.http.Request;
import io.github.d365fo.connector.internal.http.Response;

/** A request and the parser of its response. Each attempt calls both once. */
public interface Exchange<T> {
    /** Returns the operation. */
    Operation operation();

    /** Returns the request of the next attempt; fails if it can't be created. */
    Request request() throws ExchangeFailure, InterruptedException;

    /** Returns whether the request carries the token. */
    default boolean authorized() {
        return true;
    }

    /** Returns whether the request can be sent again. */
    default boolean isRepeatable() {
        return true;
    }

    /** Returns whether a response with {@code status} can be parsed. */
    default boolean accepts(int status) {
        return status / 100 == 2;
    }

    /**
     * Parses an accepted response. {@code release} frees the request slot; code that keeps the response open calls it
     * at the end, otherwise the pipeline does.
     */
    T read(Response answer, Runnable release) throws ExchangeFailure, InterruptedException;

    /** Returns what a user should do if it is unknown whether the request took effect. */
    default String adviceIfUnknown() {
        return "";
    }

    /** Returns what a user should do if the service rejects the request with the message {@code words}. */
    default String adviceIfRefused(String words) {
        return "";
    }
}
