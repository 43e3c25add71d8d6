package io.github.d365fo.feed;

/** What an {@link ExportFeed} does with a message whose package went to quarantine. */
public enum PoisonPolicy {
    /** The default: the message is acknowledged, once the quarantine has a copy of its package. */
    ACKNOWLEDGE,
    /** The message is not acknowledged. It comes back every 30 minutes, is passed over, and ends with its seven days. */
    LEAVE
}
