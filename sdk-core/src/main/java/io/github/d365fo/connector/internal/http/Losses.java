package io.github.d365fo.connector.internal.http;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Words for what {@code java.net.http} says when it gives no answer. What it means is {@link Departure}'s to say. */
final class Losses {
    private Losses() {}

    /** Says what happened, in words. */
    static String describe(Throwable failure) {
        RepeatRefusedException refused = find(RepeatRefusedException.class, failure);
        if (refused != null && refused.getMessage() != null) {
            return refused.getMessage();
        }
        if (find(UnresolvedAddressException.class, failure) != null
                || find(UnknownHostException.class, failure) != null) {
            return "the host name is not known";
        }
        if (find(HttpConnectTimeoutException.class, failure) != null) {
            return "no connection within the connect timeout";
        }
        if (find(HttpTimeoutException.class, failure) != null) {
            return "no answer within the response timeout";
        }
        if (find(ConnectException.class, failure) != null) {
            return "no connection" + because(failure);
        }
        if (find(IllegalArgumentException.class, failure) != null) {
            return "the answer's headers make no sense" + because(failure);
        }
        return (find(SSLException.class, failure) != null ? "TLS failed" : "the connection broke off")
                + because(failure);
    }

    /** Returns whether a 204, which has no body, came with one; java.net.http lets nobody see such an answer. */
    static boolean isBodyOfNone(Throwable failure) {
        return String.valueOf(failure.getMessage()).contains("content length header with 204");
    }

    private static String because(Throwable failure) {
        return failure.getMessage() == null ? "" : ": " + failure.getMessage();
    }

    /** Returns what of {@code type} lies in or beneath {@code failure}, or null if nothing does. */
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
