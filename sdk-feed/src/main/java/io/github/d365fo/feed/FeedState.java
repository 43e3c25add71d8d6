package io.github.d365fo.feed;

/** What a feed is doing. */
public enum FeedState {
    /** It works, or looks for work. */
    RUNNING,
    /** It has found nothing to do and waits before it looks again. */
    IDLE,
    /** It finishes what it has begun and takes nothing new, until it is resumed. */
    PAUSED,
    /** It finishes what it has begun, and then stops. */
    DRAINING,
    /** It was not started, or has ended. */
    STOPPED,
    /** It has stopped because of a failure that no attempt can mend; {@link FeedHealth#lastError()} has it. */
    FAILED
}
