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

/** An exchange whose response is a small text. */
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

    /** Returns an exchange of {@code request} whose response {@code reader} parses. */
    public static <T> Exchange<T> of(Request request, Reader<T> reader) {
        return of(request, reader, "");
    }

    /** Returns an exchange that adds {@code adviceIfUnknown} if it is unknown whether it took effect. */
    public static <T> Exchange<T> of(Request request, Reader<T> reader, String adviceIfUnknown) {
        return of(request, reader, adviceIfUnknown, words -> "");
    }

    /** Returns an exchange that also adds what {@code adviceIfRefused} makes of the service's error message. */
    public static <T> Exchange<T> of(
            Request request, Reader<T> reader, String adviceIfUnknown, UnaryOperator<String> adviceIfRefused) {
        return new TextExchange<>(request, reader, adviceIfUnknown, adviceIfRefused);
    }

    /** Turns a text into a value. */
    public interface Reader<T> {
        /** Parses {@code text}, which may be blank. */
        T read(String text) throws JsonException;
    }

    /** Returns a reader of texts that contain no new secrets, so that known ones can be removed. */
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

    /** Parses the text of {@code answer}; a failure describes what the text is. */
    public static <T> T read(Response answer, Reader<T> reader) throws ExchangeFailure, InterruptedException {
        String text = textOf(answer);
        if (text.isEmpty() && !answer.isDelimited()) {
            throw new NoAnswer("the connection ended before the body of the response came", null, true);
        }
        try {
            return reader.read(text);
        } catch (JsonException | IllegalArgumentException e) {
            throw answer.unreadable(
                    "status " + answer.status() + ", but the response can't be read: " + e.getMessage(), e);
        }
    }

    /** Returns the text of {@code answer}; throws if it is a web page. */
    public static String textOf(Response answer) throws ExchangeFailure, InterruptedException {
        String text = answer.text();
        refusePage(answer, text);
        return text;
    }

    /** Throws if the text of a response begins like a web page. */
    public static void refusePage(Response answer, String text) throws Unreadable {
        if (WebPage.is(text, answer.contentType())) {
            throw new Unreadable(
                    "status " + answer.status() + " with " + WebPage.describe(text) + " instead of an answer; the"
                            + " environment's address is wrong, or something between client and service answered",
                    null);
        }
    }
}
