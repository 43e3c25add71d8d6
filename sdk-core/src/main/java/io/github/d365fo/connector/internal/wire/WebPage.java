package io.github.d365fo.connector.internal.wire;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognizes a web page in place of a response: a sign-in page, or one from something between client and service. Its
 * title is shown, its source never.
 */
public final class WebPage {
    /** Elements that pages begin with ("MIME Sniffing Standard"), and some that login pages begin with. */
    private static final Pattern START = Pattern.compile(
            "<(!doctype\\s+html|html|head|body|script|iframe|style|title|meta|form|div|font|table|center|h[1-6]|br|p|a|b)"
                    + "[\\s/>].*",
            Pattern.DOTALL);

    private static final String XHTML = "\"http://www.w3.org/1999/xhtml\"";
    private static final Pattern TITLE = Pattern.compile("(?is)<(?:\\w+:)?title[^>]*>([^<]{1,1000})");
    private static final int LONGEST_TITLE = 80;

    private WebPage() {}

    /** Returns whether a response is a page, judging by its beginning and its content type, blank if it has none. */
    public static boolean is(String text, String contentType) {
        String start = start(text);
        if (start.isEmpty()) {
            return false;
        }
        int end = start.indexOf('>');
        return isTyped(contentType)
                || START.matcher(start).matches()
                || start.substring(0, end < 0 ? start.length() : end)
                        .replace('\'', '"')
                        .contains(XHTML);
    }

    /** Returns whether a content type means a page. */
    public static boolean isTyped(String contentType) {
        String type = contentType.strip().toLowerCase(Locale.ROOT);
        return type.matches("(text/html|application/xhtml\\+xml)([\\s;,].*)?");
    }

    /** Returns a description of the page, with its title if it has one. */
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

    /** Returns the first real element, in lower case, after spaces, comments and XML declarations; else nothing. */
    private static String start(String text) {
        String rest = BodyText.withoutMark(text).stripLeading();
        while (rest.startsWith("<!--") || rest.startsWith("<?")) {
            String last = rest.startsWith("<?") ? "?>" : "-->";
            int end = rest.indexOf(last, 2);
            if (end < 0) {
                // Only pages have unterminated comments; what follows does not matter.
                return rest.startsWith("<?") ? "" : "<html>";
            }
            rest = rest.substring(end + last.length()).stripLeading();
        }
        return rest.startsWith("<")
                ? rest.substring(0, Math.min(rest.length(), 1024)).toLowerCase(Locale.ROOT)
                : "";
    }
}
