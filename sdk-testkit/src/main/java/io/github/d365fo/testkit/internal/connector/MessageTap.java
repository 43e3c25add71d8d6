package io.github.d365fo.testkit.internal.connector;

import java.time.Instant;
import java.util.SortedSet;

/** Can change what a request does to a message; by default it changes nothing. Immutable and thread-safe. */
public class MessageTap {
    /** Changes nothing. */
    public static final MessageTap NONE = new MessageTap();

    /** Creates a tap that changes nothing. */
    protected MessageTap() {}

    /** Returns which of the free messages, the oldest first, is delivered. */
    protected ExportMessage choose(SortedSet<ExportMessage> free) {
        return free.first();
    }

    /** Called before a delivery. */
    protected void delivering(ExportMessage message) {}

    /** Called after a delivery. */
    protected void delivered(ExportMessage message, Instant now) {}

    /** Called before a download. */
    protected void downloading(ExportMessage message) {}

    /** Called before an acknowledgement; returns false to refuse it, true to apply the usual rules. */
    protected boolean acknowledging(ExportMessage message, Instant now) {
        return true;
    }

    /** Carries out an accepted acknowledgement. */
    protected void acknowledge(ExportMessage message) {
        message.acknowledge();
    }
}
