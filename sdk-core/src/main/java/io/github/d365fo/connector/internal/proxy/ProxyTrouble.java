package io.github.d365fo.connector.internal.proxy;

import java.util.Optional;
import java.util.stream.Stream;

/** What a proxy did instead of answering. The relay says so by statuses that no proxy uses, so that the client hears it. */
public enum ProxyTrouble {
    /** Nobody listens there, or the name is not known. */
    UNREACHABLE(597, "can't be reached"),
    /** It took the connection and ended it. */
    CLOSED(596, "was reached, but closed the connection without an answer"),
    /** It took the connection and reset it. */
    BROKEN_OFF(595, "was reached, but broke the connection off without an answer"),
    /** It said something else than HTTP. */
    NO_HTTP(594, "was reached, but its answer is no HTTP"),
    /** It took the connection and says nothing. */
    SILENT(593, "was reached, but did not answer in time");

    private final int status;
    private final String words;

    ProxyTrouble(int status, String words) {
        this.status = status;
        this.words = words;
    }

    /** Returns the status that stands for it. */
    public int status() {
        return status;
    }

    /** Returns what the proxy did, in words that follow its name. */
    public String words() {
        return words;
    }

    /** Returns what {@code status} stands for, or empty if it is a proxy's own. */
    public static Optional<ProxyTrouble> of(int status) {
        return Stream.of(values()).filter(each -> each.status == status).findFirst();
    }
}
