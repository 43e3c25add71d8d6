package io.github.d365fo.testkit.internal.http;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The target of a request (RFC 9112, 3.2).
 *
 * @param origin scheme and authority, if the target is a whole address
 * @param path the path as it came, percent-encoded or not
 * @param query the query as it came, or an empty text
 */
record Target(Optional<Origin> origin, String path, String query) {
    private static final Pattern ABSOLUTE =
            Pattern.compile("(https?)://([^/?#]+)([^?#]*)(.*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern AUTHORITY =
            Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._~!$&'()*+;=%-]+)(:[0-9]*)?");

    /** The part of an address before the path. */
    record Origin(String scheme, String authority) {}

    /** Reads the target of a request with this method. */
    static Target of(String method, String text) throws BadRequest {
        Matcher absolute = ABSOLUTE.matcher(text);
        if (absolute.matches() && isAuthority(absolute.group(2))) {
            Origin origin = new Origin(absolute.group(1).toLowerCase(Locale.ROOT), absolute.group(2));
            String path = absolute.group(3).isEmpty() ? "/" : absolute.group(3);
            return split(Optional.of(origin), path + absolute.group(4));
        }
        boolean whole = method.equals("OPTIONS") && text.equals("*");
        boolean tunnel = method.equals("CONNECT") && isAuthority(text);
        if (!text.startsWith("/") && !whole && !tunnel) {
            throw new BadRequest(400, "expected a path or an http address as the target");
        }
        return split(Optional.empty(), text);
    }

    static boolean isAuthority(String text) {
        return AUTHORITY.matcher(text).matches();
    }

    private static Target split(Optional<Origin> origin, String text) {
        int mark = text.indexOf('?');
        return new Target(origin, mark < 0 ? text : text.substring(0, mark), mark < 0 ? "" : text.substring(mark + 1));
    }
}
