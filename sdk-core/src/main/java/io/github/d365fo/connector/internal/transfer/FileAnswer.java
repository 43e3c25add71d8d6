package io.github.d365fo.connector.internal.transfer;

import io.github.d365fo.connector.internal.http.Answer;
import io.github.d365fo.connector.internal.http.ExchangeFailure;
import io.github.d365fo.connector.internal.http.ExchangeFailure.NotWhole;
import io.github.d365fo.connector.internal.http.ExchangeFailure.Unreadable;
import io.github.d365fo.connector.internal.wire.WebPage;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the head of an answer tells about the file in its body. */
public final class FileAnswer {
    /** RFC 9110, section 8.8.3, without the empty one; what is no tag is given to every version alike. */
    private static final Pattern STRONG_TAG = Pattern.compile("\"[\\x21\\x23-\\x7E\\x80-\\xFF]+\"");

    private FileAnswer() {}

    /** Refuses an answer whose head says that its body is not the file. */
    public static void refuseOther(Answer answer) throws ExchangeFailure, InterruptedException {
        answer.requireFraming();
        if (WebPage.isTyped(answer.contentType())) {
            throw page(answer, answer.errorText());
        }
        Optional<String> coding = answer.coding().name();
        if (coding.isPresent()) {
            throw new NotWhole(
                    "the file came packed (Content-Encoding: " + coding.get() + "), though it was asked for as it is:"
                            + " whatever packs between here and the service must leave this address alone",
                    false);
        }
    }

    /** Refuses an answer whose body may end too soon without anybody noticing. */
    public static void refuseWithoutEnd(Answer answer) throws NotWhole {
        if (!answer.isDelimited()) {
            throw new NotWhole(
                    "the answer has neither a length nor chunks, so nobody can know whether what comes is the whole"
                            + " file",
                    false);
        }
    }

    /** Returns which part of a file an answer holds, or empty if it does not say so clearly. */
    static Optional<ContentRange> range(Answer answer) {
        return only(answer, "Content-Range").flatMap(ContentRange::parse);
    }

    /** Returns what names this version of the file byte for byte, or empty if nothing does. */
    static Optional<String> strongTag(Answer answer) {
        return only(answer, "ETag").filter(tag -> STRONG_TAG.matcher(tag).matches());
    }

    private static Optional<String> only(Answer answer, String name) {
        List<String> values = answer.headers().allValues(name);
        return values.stream().distinct().count() == 1 ? Optional.of(values.get(0)) : Optional.empty();
    }

    /** Returns the failure for an answer that is a web page which begins with {@code start}. */
    public static Unreadable page(Answer answer, String start) {
        return new Unreadable(
                "status " + answer.status() + " with " + WebPage.describe(start) + " instead of a package", null);
    }
}
