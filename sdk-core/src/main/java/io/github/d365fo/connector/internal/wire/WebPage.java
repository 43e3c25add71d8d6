package io.github.d365fo.connector.internal.wire;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A web page in place of an answer: somebody has to sign in, or something in between has answered. Its source is never
 * shown, its title is.
 */
public final class WebPage {
    /** Elements that begin a page ("MIME Sniffing Standard"), and some that login pages begin with. */
    private static final Pattern START = Pattern.compile(
            "<(!doctype\\s+html|html|head|body|script|iframe|style|title|meta|form|div|font|table|center|h[1-6]|br|p|a|b)"
                    + "[\\s/>].*",
            Pattern.DOTALL);

    private static final String XHTML = "\"http://www.w3.org/1999/xhtml\"";
    private static final Pattern TITLE = Pattern.compile("(?is)<(?:\\w+:)?title[^>]*>([^<]{1,1000})");
    private static final int LONGEST_TITLE = 80;

    private WebPage() {}

    /** Returns whether an answer is a page, to go by how it begins and by its content type, blank if it has none. */
    public static boolean is(String text, String contentType) {
        String start = start(text);
        if (!start.startsWith("<")) {
            return false;
        }
        int end = start.indexOf('>');
        return isTyped(contentType)
                || START.matcher(start).matches()
                || start.substring(0, end < 0 ? start.length() : end)
                        .replace('\'', '"')
                        .contains(XHTML);
    }

    /** Returns whether a content type is that of a page. */
    public static boolean isTyped(String contentType) {
        String type = contentType.strip().toLowerCase(Locale.ROOT);
        return type.matches("(text/html|application/xhtml\\+xml)([\\s;,].*)?");
    }

    /** Returns what the page is: that it is one, and its title if it has one. */
    public static String describe(String text) {
        return "a web page" + title(text).map(title -> " (\"" + title + "\")").orElse("");
    }

    private static Optional<String> title(String text) {
        Matcher matcher = TITLE.matcher(text);
        return matcher.find()
                ? Optional.of(Redaction.clean(matcher.group(1))
                                .replaceAll("[\\s\\p{Cntrl}]+", " ")
                                .strip())
                        .filter(title -> !title.isEmpty())
                        .map(title ->
                                title.length() <= LONGEST_TITLE ? title : title.substring(0, LONGEST_TITLE) + "...")
                : Optional.empty();
    }

    /** Returns the first element that is one, in lower case: behind spaces, comments and declarations of XML. */
    private static String start(String text) {
        String rest = BodyText.withoutMark(text).stripLeading();
        while (rest.startsWith("<!--") || rest.startsWith("<?")) {
            String last = rest.startsWith("<?") ? "?>" : "-->";
            int end = rest.indexOf(last, 2);
            if (end < 0) {
                // A comment that never ends is found in pages alone; what comes after it does not matter.
                return rest.startsWith("<?") ? "" : "<html>";
            }
            rest = rest.substring(end + last.length()).stripLeading();
        }
        return rest.substring(0, Math.min(rest.length(), 1024)).toLowerCase(Locale.ROOT);
    }
}
