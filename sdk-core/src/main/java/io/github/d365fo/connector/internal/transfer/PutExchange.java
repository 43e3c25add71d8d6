package io.github.d365fo.connector.internal.transfer;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.internal.http.ExchangeFailure;
import io.github.d365fo.connector.internal.http.ExchangeFailure.Unreadable;
import io.github.d365fo.connector.internal.http.Request;
import io.github.d365fo.connector.internal.http.Response;
import io.github.d365fo.connector.internal.pipeline.Exchange;
import io.github.d365fo.connector.internal.pipeline.TextExchange;

/** A PUT to storage, where a repeated request overwrites the first. */
final class PutExchange implements Exchange<Boolean> {
    /** The only success status of "Put Blob", "Put Block" and "Put Block List" in the Azure Storage REST API. */
    private static final int CREATED = 201;

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
        answer.requireWholePayload("");
        TextExchange.textOf(answer);
        if (answer.status() != CREATED) {
            throw new Unreadable(
                    "status " + answer.status() + ", but storage answers 201 when it has stored the data; something"
                            + " between client and service may have answered",
                    null);
        }
        return Boolean.TRUE;
    }
}
