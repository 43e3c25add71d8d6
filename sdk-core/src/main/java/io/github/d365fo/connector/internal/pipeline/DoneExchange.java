package io.github.d365fo.connector.internal.pipeline;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.internal.http.ExchangeFailure;
import io.github.d365fo.connector.internal.http.Request;
import io.github.d365fo.connector.internal.http.Response;

/**
 * A verb whose status says it all, unless a web page came with it.
 *
 * @param request what is asked for
 * @param adviceIfUnknown what to do where it is not known whether it took effect
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
