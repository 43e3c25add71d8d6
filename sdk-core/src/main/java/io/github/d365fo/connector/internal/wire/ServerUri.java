package io.github.d365fo.connector.internal.wire;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;

/** Parses addresses that the service writes, which {@link URI} does not always accept. */
public final class ServerUri {
    private static final String ALLOWED = "-._~:/?#[]@!$&'()*+,;=%";

    private ServerUri() {}

    /**
     * Parses an address; characters that are invalid in a URI, such as braces, are percent-encoded, nothing else
     * changes.
     */
    public static URI parse(String field, String text) throws JsonException {
        String stripped = text.strip();
        try {
            URI uri = new URI(isLegal(stripped) ? stripped : escaped(stripped));
            if (uri.getHost() != null) {
                return uri;
            }
            throw new JsonException("expected " + field + " to be an absolute address, but it "
                    + HostNames.why(uri).orElse("has no host"));
        } catch (URISyntaxException e) {
            throw new JsonException("expected " + field + " to be an address, but it is " + text.length()
                    + " characters that are none");
        }
    }

    private static String escaped(String text) {
        StringBuilder legal = new StringBuilder(text.length() + 8);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            int c = b & 0xFF;
            if (isLegal(c)) {
                legal.append((char) c);
            } else {
                legal.append('%').append(String.format("%02X", c));
            }
        }
        return legal.toString();
    }

    private static boolean isLegal(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isLegal(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLegal(int c) {
        return (c < 128 && Character.isLetterOrDigit(c)) || ALLOWED.indexOf(c) >= 0;
    }
}
