package io.github.d365fo.connector.internal.proxy;

import java.util.Optional;
import java.util.stream.Stream;

/** What a proxy did instead of answering. The relay reports it to the client with a status that no proxy uses. */
public enum ProxyProblem {
    /** Nobody listens there, or the name is unknown. */
    UNREACHABLE(597, "can't be reached"),
    /** It accepted the connection and closed it. */
    CLOSED(596, "was reached, but closed the connection without an answer"),
    /** It accepted the connection and reset it. */
    BROKEN_OFF(595, "was reached, but reset the connection without an answer"),
    /** It answered with something other than HTTP. */
    NO_HTTP(594, "was reached, but its answer is not HTTP"),
    /** It accepted the connection and did not answer. */
    SILENT(593, "was reached, but did not answer in time");

    private final int status;
    private final String words;

    ProxyProblem(int status, String words) {
        this.status = status;
        this.words = words;
    }

    /** Returns its status. */
    public int status() {
        return status;
    }

    /** Returns what the proxy did, to follow its name. */
    public String words() {
        return words;
    }

    /** Returns the value for {@code status}, or empty if the status is a proxy's own. */
    public static Optional<ProxyProblem> of(int status) {
        return Stream.of(values()).filter(each -> each.status == status).findFirst();
    }
}
