package io.github.d365fo.connector.internal.pipeline;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.internal.http.ExchangeFailure;
import io.github.d365fo.connector.internal.http.ExchangeFailure.NoAnswer;
import io.github.d365fo.connector.internal.http.ExchangeFailure.Unreadable;
import io.github.d365fo.connector.internal.http.Request;
import io.github.d365fo.connector.internal.http.Response;
import io.github.d365fo.connector.internal.wire.JsonException;
import io.github.d365fo.connector.internal.wire.WebPage;
import java.util.function.UnaryOperator;

/** A verb whose answer is a small text. */
public final class TextExchange<T> implements Exchange<T> {
    private final Request request;
    private final Reader<T> reader;
    private final String adviceIfUnknown;
    private final UnaryOperator<String> adviceIfRefused;

    private TextExchange(
            Request request, Reader<T> reader, String adviceIfUnknown, UnaryOperator<String> adviceIfRefused) {
        this.request = request;
        this.reader = reader;
        this.adviceIfUnknown = adviceIfUnknown;
        this.adviceIfRefused = adviceIfRefused;
    }

    /** Returns a call of {@code request} whose answer {@code reader} reads. */
    public static <T> Exchange<T> of(Request request, Reader<T> reader) {
        return of(request, reader, "");
    }

    /** Returns a call that says {@code adviceIfUnknown} where it is not known whether it took effect. */
    public static <T> Exchange<T> of(Request request, Reader<T> reader, String adviceIfUnknown) {
        return of(request, reader, adviceIfUnknown, words -> "");
    }

    /** Returns a call that also says what {@code adviceIfRefused} makes of the service's words when it refuses. */
    public static <T> Exchange<T> of(
            Request request, Reader<T> reader, String adviceIfUnknown, UnaryOperator<String> adviceIfRefused) {
        return new TextExchange<>(request, reader, adviceIfUnknown, adviceIfRefused);
    }

    /** Turns a text into a value. */
    public interface Reader<T> {
        /** Reads {@code text}, which may be blank. */
        T read(String text) throws JsonException;
    }

    /** Returns a reader of texts that hold no secrets of their own, so that those of {@code secrets} can be left out. */
    public static <T> Reader<T> words(KnownSecrets secrets, Reader<T> reader) {
        return text -> reader.read(secrets.withoutKnown(text));
    }

    @Override
    public Operation operation() {
        return request.operation();
    }

    @Override
    public Request request() {
        return request;
    }

    @Override
    public T read(Response answer, Runnable release) throws ExchangeFailure, InterruptedException {
        return read(answer, reader);
    }

    @Override
    public String adviceIfUnknown() {
        return adviceIfUnknown;
    }

    @Override
    public String adviceIfRefused(String words) {
        return adviceIfRefused.apply(words);
    }

    /** Reads the text of {@code answer}, and says what it is where it can't be read. */
    public static <T> T read(Response answer, Reader<T> reader) throws ExchangeFailure, InterruptedException {
        String text = textOf(answer);
        if (text.isEmpty() && !answer.isDelimited()) {
            throw new NoAnswer("the connection ended before the body of the answer came", null, true);
        }
        try {
            return reader.read(text);
        } catch (JsonException | IllegalArgumentException e) {
            throw answer.unreadable(
                    "status " + answer.status() + ", but the answer can't be read: " + e.getMessage(), e);
        }
    }

    /** Returns the text of {@code answer}, which is no web page. */
    public static String textOf(Response answer) throws ExchangeFailure, InterruptedException {
        String text = answer.text();
        refusePage(answer, text);
        return text;
    }

    /** Refuses an answer whose text begins as a web page does. */
    public static void refusePage(Response answer, String text) throws Unreadable {
        if (WebPage.is(text, answer.contentType())) {
            throw new Unreadable(
                    "status " + answer.status() + " with " + WebPage.describe(text) + " instead of an answer; the"
                            + " environment's address is wrong, or something in between answered",
                    null);
        }
    }
}
