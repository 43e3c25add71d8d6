package io.github.d365fo.connector.internal.wire;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The body of an error response. The outer message is useless, so the innermost comes first. */
public final class ErrorBody {
    private static final int FEW = 256;

    private final String text;
    private final @Nullable JsonObject json;
    private final boolean page;

    private ErrorBody(String text, @Nullable JsonObject json, boolean page) {
        this.text = text;
        this.json = json;
        this.page = page;
    }

    /** Parses a body of any kind and unknown content type. */
    public static ErrorBody of(String text) {
        return of(text, "");
    }

    /** Parses a body of any kind; {@code contentType} is blank if it has none. */
    public static ErrorBody of(String text, String contentType) {
        try {
            return new ErrorBody(text, Json.parseObject(text), false);
        } catch (JsonException e) {
            return new ErrorBody(text, null, WebPage.is(text, contentType));
        }
    }

    /** Returns whether the body is a JSON object. */
    boolean isJson() {
        return json != null;
    }

    /** Returns the service's message, without secrets, or empty if there is none. */
    public Optional<String> message() {
        return (json == null ? plain() : fromJson(json)).map(Redaction::excerpt).filter(words -> !words.isBlank());
    }

    /** Returns the beginning of the body, without secrets; blank if it is not text. */
    public String excerpt() {
        return isText() ? Redaction.excerpt(text) : "";
    }

    /** Returns the service's code for the error, or empty if there is none. */
    public Optional<String> code() {
        Optional<String> code = json == null
                ? element("Code")
                : object(json, "error").flatMap(error -> text(error, "code")).filter(each -> !each.isBlank());
        return code.map(Redaction::excerpt);
    }

    /** The body may be binary, for example a package with an unexpected status. */
    private boolean isText() {
        return text.chars().limit(FEW).noneMatch(c -> c == 0);
    }

    private Optional<String> plain() {
        if (!isText()) {
            return Optional.of((text.startsWith("PK") ? "a zip" : "binary data") + " instead of an answer");
        }
        return page
                ? Optional.of(WebPage.describe(text) + " instead of an answer")
                : element("Message")
                        .or(() -> Optional.of(BodyText.withoutMark(text).strip()));
    }

    /** Returns an element of Azure Storage's {@code <Error><Code/><Message/></Error>}. */
    private Optional<String> element(String name) {
        int start = text.indexOf("<" + name + ">");
        int end = text.indexOf("</" + name + ">", start);
        return start < 0 || end < 0
                ? Optional.empty()
                : Optional.of(text.substring(start + name.length() + 2, end).strip());
    }

    private static Optional<String> fromJson(JsonObject body) {
        Optional<JsonObject> error = object(body, "error");
        Optional<JsonObject> inner = error.flatMap(e -> object(e, "innererror"));
        return inner.flatMap(ErrorBody::innerMessage)
                .or(() -> error.flatMap(e -> text(e, "message")))
                .or(() -> text(body, "ExceptionMessage"))
                .or(() -> text(body, "Message"));
    }

    private static Optional<String> innerMessage(JsonObject inner) {
        Optional<String> outer = text(inner, "message");
        Optional<String> cause = object(inner, "internalexception").flatMap(e -> text(e, "message"));
        return outer.isPresent() && cause.isPresent() && !outer.equals(cause)
                ? Optional.of(outer.get() + " (" + cause.get() + ")")
                : outer.or(() -> cause);
    }

    private static Optional<JsonObject> object(JsonObject parent, String name) {
        try {
            return parent.object(name);
        } catch (JsonException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(JsonObject parent, String name) {
        try {
            return parent.text(name);
        } catch (JsonException e) {
            return Optional.empty();
        }
    }
}
