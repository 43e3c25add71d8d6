package io.github.d365fo.connector.internal.pipeline;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.internal.http.ExchangeFailure;
import io.github.d365fo.connector.internal.http.Request;
import io.github.d365fo.connector.internal.http.Response;

/** One verb: the request it sends and how it reads the answer. Each try calls both once. */
public interface Exchange<T> {
    /** Returns what the verb asks for. */
    Operation operation();

    /** Returns the request of the next try; fails if something on this side is not ready for it. */
    Request request() throws ExchangeFailure, InterruptedException;

    /** Returns whether the token goes with it. */
    default boolean authorized() {
        return true;
    }

    /** Returns whether the request can be made again. */
    default boolean isRepeatable() {
        return true;
    }

    /** Returns whether {@code status} is an answer to read. */
    default boolean accepts(int status) {
        return status / 100 == 2;
    }

    /**
     * Reads an accepted answer. {@code release} gives back the right to send; whoever keeps the answer open calls it at
     * the end, otherwise the pipeline does.
     */
    T read(Response answer, Runnable release) throws ExchangeFailure, InterruptedException;

    /** Returns what a user should know or do when it is not known whether the request took effect. */
    default String adviceIfUnknown() {
        return "";
    }

    /** Returns what a user should do about the service's own {@code words} when it refuses the request. */
    default String adviceIfRefused(String words) {
        return "";
    }
}
