package io.github.d365fo.connector.internal.pipeline;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.internal.http.Answer;
import io.github.d365fo.connector.internal.http.ExchangeFailure;
import io.github.d365fo.connector.internal.http.Outgoing;

/**
 * A verb whose status says it all, unless a web page came with it.
 *
 * @param request what is asked for
 * @param adviceIfUnknown what to do where it is not known whether it took effect
 */
public record DoneCall(Outgoing request, String adviceIfUnknown) implements Exchange<Boolean> {
    @Override
    public Operation operation() {
        return request.operation();
    }

    @Override
    public Boolean read(Answer answer, Runnable release) throws ExchangeFailure, InterruptedException {
        TextCall.textOf(answer);
        return Boolean.TRUE;
    }
}
