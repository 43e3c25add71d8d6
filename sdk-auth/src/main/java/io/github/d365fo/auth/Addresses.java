package io.github.d365fo.auth;

import java.net.URI;
import java.util.Objects;

/** Validates the addresses that secrets are sent to. */
final class Addresses {
    private static final String LOOPBACK = "http://(127(\\.\\d{1,3}){3}|localhost|\\[::1])(:\\d+)?";

    private Addresses() {}

    /** Returns {@code address} without trailing slashes; it must be {@code https} or loopback, and have no path. */
    static URI bare(String name, URI address) {
        String text = withoutSlash(name, address);
        if (!text.matches("https://[^/@?#]+") && !text.matches(LOOPBACK)) {
            throw bad(name, "an https address without a path", text);
        }
        return hosted(name, address, text);
    }

    /** Returns {@code address} without trailing slashes; it must be {@code https} or loopback. */
    static URI withPath(String name, URI address) {
        String text = withoutSlash(name, address);
        if (!text.matches("https://[^/@?#]+(/[^?#]*)?") && !text.matches(LOOPBACK + "(/[^?#]*)?")) {
            throw bad(name, "an https address", text);
        }
        return hosted(name, address, text);
    }

    /** Java can't send to a host name with an underscore, and reports that only much later. */
    private static URI hosted(String name, URI address, String text) {
        if (address.getHost() == null) {
            throw new IllegalArgumentException(name + ": expected an address with a host name, but it has "
                    + (text.contains("_") ? "an underscore in it, which is not allowed there" : "none"));
        }
        return URI.create(text);
    }

    private static String withoutSlash(String name, URI address) {
        return Objects.requireNonNull(address, name).toString().replaceAll("/+$", "");
    }

    private static IllegalArgumentException bad(String name, String wanted, String text) {
        return new IllegalArgumentException(name + ": expected " + wanted + " (http only for a loopback address), but"
                + " got " + text.length() + " characters that are none");
    }
}
