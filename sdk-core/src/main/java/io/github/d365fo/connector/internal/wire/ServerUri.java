package io.github.d365fo.connector.internal.wire;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;

/** Addresses as the service writes them, which is not always as {@link URI} wants them. */
public final class ServerUri {
    private static final String ALLOWED = "-._~:/?#[]@!$&'()*+,;=%";

    private ServerUri() {}

    /** Reads an address; characters that no URI may hold, braces above all, are percent-encoded, nothing else changes. */
    public static URI parse(String field, String text) throws JsonException {
        StringBuilder legal = new StringBuilder(text.length() + 8);
        for (byte b : text.strip().getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            if (isLegal(c)) {
                legal.append(c);
            } else {
                legal.append('%').append(String.format("%02X", b & 0xFF));
            }
        }
        try {
            URI uri = new URI(legal.toString());
            if (uri.getHost() != null) {
                return uri;
            }
            throw new JsonException("expected " + field + " to be an absolute address, but it "
                    + HostNames.why(uri).orElse("has no host"));
        } catch (URISyntaxException e) {
            throw new JsonException("expected " + field + " to be an address, but it is a text of " + text.length()
                    + " characters that is none");
        }
    }

    private static boolean isLegal(char c) {
        return (c < 128 && Character.isLetterOrDigit(c)) || ALLOWED.indexOf(c) >= 0;
    }
}
