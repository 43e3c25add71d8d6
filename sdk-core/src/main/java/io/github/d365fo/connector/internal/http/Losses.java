package io.github.d365fo.connector.internal.http;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** Tells what it means when {@code java.net.http} gives no answer. */
final class Losses {
    private static final List<Class<? extends Throwable>> BEFORE_SENDING = List.of(
            HttpConnectTimeoutException.class,
            ConnectException.class,
            NoRouteToHostException.class,
            UnknownHostException.class,
            UnresolvedAddressException.class,
            SSLHandshakeException.class);

    private Losses() {}

    /** Returns whether no connection came about, so that nothing can have been sent. */
    static boolean isBeforeSending(Throwable failure) {
        return BEFORE_SENDING.stream().anyMatch(type -> find(type, failure) != null);
    }

    /** Says what happened, in words. */
    static String describe(Throwable failure) {
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

    private static String because(Throwable failure) {
        return failure.getMessage() == null ? "" : ": " + failure.getMessage();
    }

    private static @Nullable Throwable find(Class<? extends Throwable> type, Throwable failure) {
        Throwable found = failure;
        for (int depth = 0; found != null && depth < 16; depth++) {
            if (type.isInstance(found)) {
                return found;
            }
            found = found.getCause();
        }
        return null;
    }
}
