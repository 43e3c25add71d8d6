package io.github.d365fo.connector.internal.pipeline;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.internal.http.Answer;
import io.github.d365fo.connector.internal.http.ExchangeFailure;
import io.github.d365fo.connector.internal.http.ExchangeFailure.Unreadable;
import io.github.d365fo.connector.internal.http.Outgoing;
import io.github.d365fo.connector.internal.wire.ErrorBody;
import io.github.d365fo.connector.internal.wire.JsonException;

/** A verb whose answer is a small text. */
public final class TextCall<T> implements Exchange<T> {
    private final Outgoing request;
    private final Reader<T> reader;
    private final String adviceIfUnknown;

    private TextCall(Outgoing request, Reader<T> reader, String adviceIfUnknown) {
        this.request = request;
        this.reader = reader;
        this.adviceIfUnknown = adviceIfUnknown;
    }

    /** Returns a call of {@code request} whose answer {@code reader} reads. */
    public static <T> Exchange<T> of(Outgoing request, Reader<T> reader) {
        return new TextCall<>(request, reader, "");
    }

    /** Returns a call that says {@code adviceIfUnknown} where it is not known whether it took effect. */
    public static <T> Exchange<T> of(Outgoing request, Reader<T> reader, String adviceIfUnknown) {
        return new TextCall<>(request, reader, adviceIfUnknown);
    }

    /** Turns a text into a value. */
    public interface Reader<T> {
        /** Reads {@code text}, which may be blank. */
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
        return adviceIfUnknown;
    }

    /** Reads the text of {@code answer}, and says what it is where it can't be read. */
    public static <T> T read(Answer answer, Reader<T> reader) throws ExchangeFailure, InterruptedException {
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
