package io.github.d365fo.connector.internal.http;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Describes the failures of {@code java.net.http}. {@link Departure} decides what they mean. */
final class Losses {
    private Losses() {}

    /** Returns what happened, in words. */
    static String describe(Throwable failure) {
        RepeatRefusedException refused = find(RepeatRefusedException.class, failure);
        if (refused != null && refused.getMessage() != null) {
            return refused.getMessage();
        }
        if (find(UnresolvedAddressException.class, failure) != null
                || find(UnknownHostException.class, failure) != null) {
            return "the host name is unknown";
        }
        if (find(HttpConnectTimeoutException.class, failure) != null) {
            return "no connection within the connect timeout";
        }
        if (find(HttpTimeoutException.class, failure) != null) {
            return "no response within the response timeout";
        }
        if (find(ConnectException.class, failure) != null) {
            return "no connection" + because(failure);
        }
        if (find(IllegalArgumentException.class, failure) != null) {
            return "the headers of the response are invalid" + because(failure);
        }
        return (find(SSLException.class, failure) != null ? "TLS failed" : "the connection broke off")
                + because(failure);
    }

    /** Returns whether a 204 came with a body, which it can't have; java.net.http does not return such a response. */
    static boolean isBodyOfNone(Throwable failure) {
        return String.valueOf(failure.getMessage()).contains("content length header with 204");
    }

    private static String because(Throwable failure) {
        return failure.getMessage() == null ? "" : ": " + failure.getMessage();
    }

    /** Returns {@code failure} or the first of its causes of {@code type}, or null if there is none. */
    static <T extends Throwable> @Nullable T find(Class<T> type, @Nullable Throwable failure) {
        Throwable found = failure;
        for (int depth = 0; found != null && depth < 16; depth++) {
            if (type.isInstance(found)) {
                return type.cast(found);
            }
            found = found.getCause();
        }
        return null;
    }
}
