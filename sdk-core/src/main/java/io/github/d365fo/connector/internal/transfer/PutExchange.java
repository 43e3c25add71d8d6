package io.github.d365fo.connector.internal.transfer;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.internal.http.ExchangeFailure;
import io.github.d365fo.connector.internal.http.Request;
import io.github.d365fo.connector.internal.http.Response;
import io.github.d365fo.connector.internal.pipeline.Exchange;
import io.github.d365fo.connector.internal.pipeline.TextExchange;

/** Puts something into storage, where a second time overwrites the first. */
final class PutExchange implements Exchange<Boolean> {
    private final Request request;
    private final boolean repeatable;

    PutExchange(Request request, boolean repeatable) {
        this.request = request;
        this.repeatable = repeatable;
    }

    @Override
    public Operation operation() {
        return request.operation();
    }

    @Override
    public boolean authorized() {
        return false;
    }

    @Override
    public boolean isRepeatable() {
        return repeatable;
    }

    @Override
    public Request request() {
        return request;
    }

    @Override
    public Boolean read(Response answer, Runnable release) throws ExchangeFailure, InterruptedException {
        TextExchange.textOf(answer);
        return Boolean.TRUE;
    }
}
