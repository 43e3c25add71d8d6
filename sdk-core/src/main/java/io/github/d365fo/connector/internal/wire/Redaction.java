package io.github.d365fo.connector.internal.wire;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Takes secrets out of texts that come from elsewhere. */
public final class Redaction {
    private static final int EXCERPT_BYTES = 2048;
    private static final String GONE = "[redacted]";

    private static final Pattern BEARER = Pattern.compile("(?i)(bearer\\s+)[A-Za-z0-9._~+/=-]+");
    private static final Pattern JWT = Pattern.compile("eyJ[A-Za-z0-9_-]{5,}(\\.[A-Za-z0-9_-]*){1,2}");
    private static final Pattern QUERY =
            Pattern.compile("(?i)\\b(sig|client_secret|client_assertion|access_token|password|code)=[^&\\s\"'<>]+");
    private static final Pattern FIELD = Pattern.compile(
            "(?i)(\\\\?\"(?:PopReceipt|access_token|client_secret|refresh_token|id_token|password)\\\\?\"\\s*:\\s*)"
                    + "\\\\?\"[^\"]*\"");

    private Redaction() {}

    /** Returns {@code text} without tokens, pop receipts, passwords and signatures of addresses. */
    public static String clean(String text) {
        String clean = BEARER.matcher(text).replaceAll("$1" + GONE);
        clean = JWT.matcher(clean).replaceAll(GONE);
        clean = QUERY.matcher(clean).replaceAll("$1=" + GONE);
        return FIELD.matcher(clean).replaceAll("$1\"" + GONE + "\"");
    }

    /** Returns the beginning of {@code text}, at most 2 KiB in UTF-8, without secrets. */
    public static String excerpt(String text) {
        CharBuffer clean = CharBuffer.wrap(clean(text));
        ByteBuffer bytes = ByteBuffer.allocate(EXCERPT_BYTES);
        StandardCharsets.UTF_8.newEncoder().encode(clean, bytes, true);
        return clean.flip().toString();
    }
}
