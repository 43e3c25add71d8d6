package io.github.d365fo.testkit.internal.connector;

import java.time.Instant;
import java.util.List;

/** Stands between a request and the message that it is about; by itself it changes nothing. Immutable and thread-safe. */
public class MessageTap {
    /** Changes nothing. */
    public static final MessageTap NONE = new MessageTap();

    /** Creates one that changes nothing. */
    protected MessageTap() {}

    /** Returns which of the messages that are free is delivered. */
    protected ExportMessage choose(List<ExportMessage> free) {
        return free.get(0);
    }

    /** Comes before a delivery. */
    protected void delivering(ExportMessage message) {}

    /** Comes after a delivery. */
    protected void delivered(ExportMessage message, Instant now) {}

    /** Comes before a download. */
    protected void downloading(ExportMessage message) {}

    /** Comes before an acknowledgement, and returns whether the rules decide on it; otherwise it is refused. */
    protected boolean acknowledging(ExportMessage message, Instant now) {
        return true;
    }

    /** Does what an acknowledgement that is accepted asks for. */
    protected void acknowledge(ExportMessage message) {
        message.acknowledge();
    }
}
