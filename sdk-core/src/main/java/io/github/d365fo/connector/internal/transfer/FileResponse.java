package io.github.d365fo.connector.internal.transfer;

import io.github.d365fo.connector.internal.http.ExchangeFailure;
import io.github.d365fo.connector.internal.http.ExchangeFailure.NotWhole;
import io.github.d365fo.connector.internal.http.ExchangeFailure.Unreadable;
import io.github.d365fo.connector.internal.http.Response;
import io.github.d365fo.connector.internal.wire.WebPage;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Checks and parses the headers of a response with a file. */
public final class FileResponse {
    /** RFC 9110, section 8.8.3, without the empty tag; an invalid tag may be the same for every version. */
    private static final Pattern STRONG_TAG = Pattern.compile("\"[\\x21\\x23-\\x7E\\x80-\\xFF]+\"");

    private FileResponse() {}

    /** Throws if the headers of a response say that its body is not the file. */
    public static void refuseOther(Response answer) throws ExchangeFailure, InterruptedException {
        answer.requireFraming();
        if (WebPage.isTyped(answer.contentType())) {
            throw page(answer, answer.errorText());
        }
        Optional<String> coding = answer.coding().name();
        if (coding.isPresent()) {
            throw new NotWhole(
                    "the file came compressed (Content-Encoding: " + coding.get() + "), although the request does"
                            + " not allow it: exclude this address from compression on the way to the service",
                    false);
        }
    }

    /** Throws if a truncation of the body would go unnoticed. */
    public static void refuseWithoutEnd(Response answer) throws NotWhole {
        if (!answer.isDelimited()) {
            throw new NotWhole(
                    "the response has neither a length nor chunks, so a truncated file would go unnoticed", false);
        }
    }

    /** Returns the range of a file in a response, or empty if it is missing or ambiguous. */
    static Optional<ContentRange> range(Response answer) {
        return only(answer, "Content-Range").flatMap(ContentRange::parse);
    }

    /** Returns the tag that identifies this version of the file byte for byte, or empty if there is none. */
    static Optional<String> strongTag(Response answer) {
        return only(answer, "ETag").filter(tag -> STRONG_TAG.matcher(tag).matches());
    }

    private static Optional<String> only(Response answer, String name) {
        List<String> values = answer.headers().allValues(name);
        return values.stream().distinct().count() == 1 ? Optional.of(values.get(0)) : Optional.empty();
    }

    /** Returns the failure of a response that is a web page beginning with {@code start}. */
    public static Unreadable page(Response answer, String start) {
        return new Unreadable(
                "status " + answer.status() + " with " + WebPage.describe(start) + " instead of a package", null);
    }
}
