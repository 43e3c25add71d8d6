package io.github.d365fo.connector.internal.transfer;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.internal.http.Answer;
import io.github.d365fo.connector.internal.http.ExchangeFailure;
import io.github.d365fo.connector.internal.http.ExchangeFailure.Unreadable;
import io.github.d365fo.connector.internal.http.Outgoing;
import io.github.d365fo.connector.internal.pipeline.Exchange;
import io.github.d365fo.connector.internal.pipeline.TextCall;

/** Puts something into storage, where a second time overwrites the first. */
final class PutCall implements Exchange<Boolean> {
    /** "Put Blob", "Put Block" and "Put Block List" of the Azure Storage REST API know no other success. */
    private static final int CREATED = 201;

    private final Outgoing request;
    private final boolean repeatable;

    PutCall(Outgoing request, boolean repeatable) {
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
    public Outgoing request() {
        return request;
    }

    @Override
    public Boolean read(Answer answer, Runnable release) throws ExchangeFailure, InterruptedException {
        answer.requireWholePayload("");
        TextCall.textOf(answer);
        if (answer.status() != CREATED) {
            throw new Unreadable(
                    "status " + answer.status() + ", but storage answers 201 when it has what was sent; something in"
                            + " between may have answered",
                    null);
        }
        return Boolean.TRUE;
    }
}
