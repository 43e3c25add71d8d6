package io.github.d365fo.connector.internal.pipeline;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.internal.http.ExchangeFailure;
import io.github.d365fo.connector.internal.http.Request;
import io.github.d365fo.connector.internal.http.Response;

/**
 * An exchange whose status is the result, unless the response is a web page.
 *
 * @param request the request
 * @param adviceIfUnknown what to do if it is unknown whether the request took effect
 */
public record DoneExchange(Request request, String adviceIfUnknown) implements Exchange<Boolean> {
    @Override
    public Operation operation() {
        return request.operation();
    }

    @Override
    public Boolean read(Response answer, Runnable release) throws ExchangeFailure, InterruptedException {
        TextExchange.textOf(answer);
        return Boolean.TRUE;
    }
}
