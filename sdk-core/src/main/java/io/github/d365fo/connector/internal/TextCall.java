package io.github.d365fo.connector.internal;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.internal.http.Answer;
import io.github.d365fo.connector.internal.http.ExchangeFailure;
import io.github.d365fo.connector.internal.http.ExchangeFailure.Unreadable;
import io.github.d365fo.connector.internal.http.Outgoing;
import io.github.d365fo.connector.internal.pipeline.Exchange;
import io.github.d365fo.connector.internal.wire.ErrorBody;
import io.github.d365fo.connector.internal.wire.JsonException;

/** A verb whose answer is a small text. */
final class TextCall<T> implements Exchange<T> {
    private final Outgoing request;
    private final Reader<T> reader;

    private TextCall(Outgoing request, Reader<T> reader) {
        this.request = request;
        this.reader = reader;
    }

    static <T> Exchange<T> of(Outgoing request, Reader<T> reader) {
        return new TextCall<>(request, reader);
    }

    /** Turns a text into a value. */
    interface Reader<T> {
        T read(String text) throws JsonException;
    }

    @Override
    public Operation operation() {
        return request.operation();
    }

    @Override
    public Outgoing request() {
        return request;
    }

    @Override
    public T read(Answer answer, Runnable release) throws ExchangeFailure, InterruptedException {
        return read(answer, reader);
    }

    @Override
    public String adviceIfUnknown() {
        return operation() == Operation.ACKNOWLEDGE
                ? ". It is not known whether the message was acknowledged: acknowledge it again while its lease lasts;"
                        + " if it was not, it comes back."
                : "";
    }

    /** Reads the text of {@code answer}, and says what it is where it can't be read. */
    static <T> T read(Answer answer, Reader<T> reader) throws ExchangeFailure, InterruptedException {
        String text = answer.text();
        if (ErrorBody.of(text).isHtml()) {
            throw new Unreadable(
                    "status " + answer.status() + " with a web page instead of an answer; the environment's address"
                            + " is wrong, or something in between answered",
                    null);
        }
        try {
            return reader.read(text);
        } catch (JsonException | IllegalArgumentException e) {
            throw new Unreadable("status " + answer.status() + ", but the answer can't be read: " + e.getMessage(), e);
        }
    }
}
